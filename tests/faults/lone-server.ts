import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { NetConnectOpts } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@hongyan/sdk';
import type { Db } from '../../apps/server/src/platform/db/index.ts';
import { insertPeople } from '../../apps/server/src/testing/people-repo.ts';
import { freePort, type ServerProcess, startServerProcess } from '../../apps/server/src/testing/server-process.ts';
import { createTestDb, type TestDb } from '../../apps/server/src/testing/test-db.ts';
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

/** One server as a process of its own, on a database of the test run and with a bad line between the two. */
export class LoneServer {
  /** The database, for what no command shows. */
  readonly db: Db;
  readonly #testDb: TestDb;
  /** From the server to PostgreSQL. */
  readonly databaseLine: BadLine;
  readonly #dataDir = mkdtempSync(join(tmpdir(), 'hongyan-faults-'));
  readonly #port: number;
  readonly #clients: Client[] = [];
  #process!: ServerProcess;

  private constructor(db: TestDb, databaseLine: BadLine, port: number) {
    this.db = db.db;
    this.#testDb = db;
    this.databaseLine = databaseLine;
    this.#port = port;
  }

  static async open(): Promise<LoneServer> {
    const db = await createTestDb();
    const server = new LoneServer(db, await BadLine.before(whereIs(db.url)), await freePort());
    await server.start();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get port(): number {
    return this.#port;
  }

  async start(): Promise<void> {
    const { username, pathname } = new URL(this.#testDb.url);
    this.#process = await startServerProcess({
      PATH: process.env['PATH'] ?? '',
      HONGYAN_PORT: String(this.#port),
      HONGYAN_DATA: this.#dataDir,
      DATABASE_URL: `postgres://${username}@127.0.0.1:${this.databaseLine.port}${pathname}`,
      LOG_LEVEL: 'silent',
    });
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
    if (this.isAlive) await this.stop();
    await this.databaseLine.close();
    await this.#testDb.close();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}

/** Resident memory of a process, in MB (proc(5)). */
export function rssMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024);
}

/** Where a database listens: a host, or the folder of a socket in `?host=`. */
function whereIs(url: string): NetConnectOpts {
  const { hostname, port, searchParams } = new URL(url);
  const folder = searchParams.get('host');
  return folder ? { path: join(folder, `.s.PGSQL.${port || 5432}`) } : { host: hostname, port: Number(port || 5432) };
}
