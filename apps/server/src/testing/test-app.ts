import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CommandArgs,
  type CommandName,
  type CommandResult,
  fromProblem,
  type ProblemDetails,
} from '@hongyan/protocol';
import { uuidv7 } from 'uuidv7';
import { type App, compose } from '../compose.ts';
import type { Config } from '../platform/config/index.ts';
import type { Db } from '../platform/db/index.ts';
import { createLogger } from '../platform/log/index.ts';
import { insertPeople, insertSessions, mailedToken, type NewPerson } from './people-repo.ts';
import { TestClock } from './test-clock.ts';
import { createTestDb } from './test-db.ts';
import { TestSocket } from './test-socket.ts';

export type Call = <N extends CommandName>(name: N, args: CommandArgs<N>) => Promise<CommandResult<N>>;

/** A signed-in person. */
export interface TestUser {
  id: string;
  name: string;
  email: string;
  sessionId: string;
  token: string;
  /** Runs a command over HTTP. @throws ProblemError */
  call: Call;
  socket(): Promise<TestSocket>;
}

/** A whole server, as `compose` builds it, on a database of its own. */
export interface TestApp {
  app: App;
  /** The address that it listens on. */
  url: string;
  /** The database, for what no command shows. */
  db: Db;
  databaseUrl: string;
  clock: TestClock;
  /** Runs a command for nobody, over HTTP. @throws ProblemError */
  call: Call;
  /** Makes a verified person with one device. */
  user(name: string, options?: { role?: 'administrator' | 'user' }): Promise<TestUser>;
  /** Makes a person the way people do it: registers, opens the link of the mail, signs in. Takes its time. */
  signUp(name: string, password?: string): Promise<TestUser & { password: string }>;
  /** The same person on one more device. */
  device(user: TestUser): Promise<TestUser>;
  /** Makes many at once. */
  users(names: readonly string[]): Promise<TestUser[]>;
  close(): Promise<void>;
}

/** Starts a server. `config` changes what it is started with. */
export async function startTestApp(config: Partial<Config> = {}): Promise<TestApp> {
  const { url: databaseUrl, db, close: dropDb } = await createTestDb();
  const dataDir = mkdtempSync(join(tmpdir(), 'hongyan-test-'));
  const clock = new TestClock();
  // What the server calls an error is worth seeing beside a failed test.
  const log = createLogger('error');
  const app = await compose({ config: { ...testConfig, dataDir, ...config }, databaseUrl, clock, log });
  await app.http.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.http.server.address() as AddressInfo).port}`;
  const asUser = ({ id, name, email, sessionId, token }: Omit<TestUser, 'call' | 'socket'>): TestUser => {
    return { id, name, email, sessionId, token, call: caller(url, token), socket: () => TestSocket.open(url, token) };
  };
  const users = async (people: readonly NewPerson[]) => {
    await insertPeople(db, people);
    return people.map(asUser);
  };
  const call = caller(url, null);
  let count = 0;
  const newPerson = (name: string, role: NewPerson['role']): NewPerson => {
    count += 1;
    const token = newToken();
    const email = `person-${count}@example.org`;
    return { id: uuidv7(), sessionId: uuidv7(), token, name, email, role, now: clock.now() };
  };
  return {
    app,
    url,
    db,
    databaseUrl,
    clock,
    call,
    signUp: async (name, password = `飞鸿踏雪-${uuidv7()}`) => {
      count += 1;
      const email = `person-${count}@example.org`;
      await call('account.register', { name, email, password, locale: 'zh-CN' });
      await call('account.verify', { token: await mailedToken(db, email) });
      const { userId, sessionId, token } = await call('account.signIn', { login: name, password });
      return { ...asUser({ id: userId, sessionId, name, email, token: token! }), password };
    },
    device: async (user) => {
      const session = { sessionId: uuidv7(), token: newToken() };
      await insertSessions(db, [{ id: user.id, ...session, now: clock.now() }]);
      return asUser({ ...user, ...session });
    },
    user: async (name, { role = 'user' } = {}) => (await users([newPerson(name, role)]))[0]!,
    users: (names) => users(names.map((name) => newPerson(name, 'user'))),
    close: async () => {
      await app.close();
      await dropDb();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

const testConfig: Omit<Config, 'dataDir'> = {
  port: 0,
  host: '127.0.0.1',
  url: 'http://hongyan.test',
  databaseUrl: null,
  databaseReplicaUrl: null,
  natsUrls: null,
  smtpUrl: null,
  mailFrom: 'Hongyan <hongyan@example.org>',
  logLevel: 'silent',
  registration: 'open',
  messageLength: 4000,
  recallMinutes: 10,
  trustedProxies: [],
  metricsToken: null,
};

const newToken = () => randomBytes(32).toString('base64url');

function caller(url: string, token: string | null): Call {
  return async <N extends CommandName>(name: N, args: CommandArgs<N>) => {
    const response = await fetch(`${url}/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(args),
    });
    const body: unknown = await response.json();
    if (!response.ok) throw fromProblem(body as ProblemDetails);
    return body as CommandResult<N>;
  };
}
