import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { NetConnectOpts } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@hongyan/sdk';
import { type Db, openDb } from '../../apps/server/src/platform/db/index.ts';
import { insertPeople } from '../../apps/server/src/testing/people-repo.ts';
import { freePort, type ServerProcess, startServerProcess } from '../../apps/server/src/testing/server-process.ts';
import { createTestDb } from '../../apps/server/src/testing/test-db.ts';
import { BadLine } from './bad-line.ts';

export interface Person {
  id: string;
  name: string;
  token: string;
}

/** What a command came to over HTTP. */
export interface Answer {
  status: number;
  /** Seconds; null if the server did not say. */
  retryAfter: number | null;
  body: { code?: string; seq?: number };
}

/** One server as a process of its own. */
export class LoneServer {
  /** The database, for what no command shows. */
  readonly db: Db;
  readonly port: number;
  readonly #dataDir: string;
  readonly #databaseUrl: string | null;
  readonly #closeDb: () => Promise<void>;
  readonly #clients: Client[] = [];
  #process: ServerProcess;

  private constructor(options: {
    db: Db;
    port: number;
    dataDir: string;
    databaseUrl: string | null;
    closeDb(): Promise<void>;
    process: ServerProcess;
  }) {
    this.db = options.db;
    this.port = options.port;
    this.#dataDir = options.dataDir;
    this.#databaseUrl = options.databaseUrl;
    this.#closeDb = options.closeDb;
    this.#process = options.process;
  }

  /** On a database of the test run, with a line between the two that can be made bad. `env` holds for its first start. */
  static async open(env: Record<string, string> = {}): Promise<LoneServer & { databaseLine: BadLine }> {
    const testDb = await createTestDb();
    const databaseLine = await BadLine.before(whereIs(testDb.url));
    const { username, pathname } = new URL(testDb.url);
    const databaseUrl = `postgres://${username}@127.0.0.1:${databaseLine.port}${pathname}`;
    const [port, dataDir] = [await freePort(), mkdtempSync(join(tmpdir(), 'hongyan-faults-'))];
    const process = await startProcess(port, dataDir, databaseUrl, env);
    const closeDb = async () => {
      await databaseLine.close();
      await testDb.close();
      rmSync(dataDir, { recursive: true, force: true });
    };
    const server = new LoneServer({ db: testDb.db, port, dataDir, databaseUrl, closeDb, process });
    return Object.assign(server, { databaseLine });
  }

  /** With its embedded PostgreSQL in a folder that is there. */
  static async openIn(dataDir: string): Promise<LoneServer> {
    const port = await freePort();
    const process = await startProcess(port, dataDir, null);
    const host = encodeURIComponent(join(dataDir, 'postgres/socket'));
    const { db, close } = openDb(`postgres://hongyan@localhost/hongyan?host=${host}`, { max: 2, onError: () => {} });
    return new LoneServer({ db, port, dataDir, databaseUrl: null, closeDb: close, process });
  }

  async start(): Promise<void> {
    this.#process = await startProcess(this.port, this.#dataDir, this.#databaseUrl);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What it has said so far. */
  output(): string {
    return this.#process.output();
  }

  /** Ends it as Ctrl-C does. */
  async stop(): Promise<void> {
    await this.#process.stop();
  }

  /** Ends it as a crash does. */
  async kill(): Promise<void> {
    await this.#process.kill();
  }

  get isAlive(): boolean {
    const { exitCode, signalCode } = this.#process.child;
    return exitCode === null && signalCode === null;
  }

  /** Resident memory of the server's process, in MB (proc(5)). */
  rssMb(): number {
    return rssMb(this.#process.child.pid!);
  }

  /** Makes verified people with one session each. */
  async people(...names: string[]): Promise<Person[]> {
    const made = names.map((name) => {
      const ids = { id: crypto.randomUUID(), sessionId: crypto.randomUUID() };
      const token = randomBytes(32).toString('base64url');
      return { ...ids, name, token, email: `${ids.id}@example.org`, role: 'user' as const, now: Date.now() };
    });
    await insertPeople(this.db, made);
    return made;
  }

  /** A client of a person, once it is up to date. `url` may lead through a bad line. */
  async client({ token }: Person, url = this.url): Promise<Client> {
    const client = createClient({ url, token });
    this.#clients.push(client);
    client.start();
    await client.synced();
    return client;
  }

  /** Makes a group of its first member and all others. */
  async group(people: readonly Person[], name = '组'): Promise<string> {
    const id = crypto.randomUUID();
    const userIds = people.slice(1).map((person) => person.id);
    const { status } = await this.post(people[0]!, 'room.create', { id, kind: 'group', name, topic: '', userIds });
    if (status !== 200) throw new Error(`the room was not made: ${status}`);
    return id;
  }

  /** Runs a command over HTTP, whatever comes of it. */
  async post({ token }: Person, name: string, args: object): Promise<Answer> {
    const response = await fetch(`${this.url}/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(args),
    });
    const seconds = response.headers.get('retry-after');
    const body = (await response.json()) as Answer['body'];
    return { status: response.status, retryAfter: seconds === null ? null : Number(seconds), body };
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.stop();
    // First, or an embedded PostgreSQL waits for it.
    await this.#closeDb();
    if (this.isAlive) await this.stop();
  }
}

function startProcess(
  port: number,
  dataDir: string,
  databaseUrl: string | null,
  env: Record<string, string> = {},
): Promise<ServerProcess> {
  return startServerProcess({
    PATH: process.env['PATH'] ?? '',
    HONGYAN_PORT: String(port),
    HONGYAN_DATA: dataDir,
    ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
    LOG_LEVEL: 'silent',
    ...env,
  });
}

/** Resident memory of a process, in MB (proc(5)). */
function rssMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024);
}

/** Where a database listens: a host, or the folder of a socket in `?host=`. */
function whereIs(url: string): NetConnectOpts {
  const { hostname, port, searchParams } = new URL(url);
  const folder = searchParams.get('host');
  return folder ? { path: join(folder, `.s.PGSQL.${port || 5432}`) } : { host: hostname, port: Number(port || 5432) };
}
