import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@hongyan/sdk';
import { insertPeople, insertSessions } from '../../apps/server/src/testing/people-repo.ts';
import { freePort, type ServerProcess, startServerProcess } from '../../apps/server/src/testing/server-process.ts';
import { createTestDb, type TestDb } from '../../apps/server/src/testing/test-db.ts';
import { type Balancer, startBalancer } from '../../tools/cluster/balancer.ts';
import { type NatsServer, startNats } from '../../tools/cluster/nats.ts';
import { StallingProxy } from './stalling-proxy.ts';

export interface Person {
  id: string;
  name: string;
  sessionId: string;
  token: string;
}

/** One node, and the line between it and the bus. */
interface Node {
  process: ServerProcess;
  bus: StallingProxy;
  env: Record<string, string>;
}

/** Some nodes as processes of their own on one database, with a NATS server and a balancer before them. */
export class Cluster {
  readonly db: TestDb;
  readonly #dataDir: string;
  readonly #natsPort: number;
  readonly #nodes: Node[] = [];
  readonly #clients: Client[] = [];
  #nats: NatsServer;
  #balancer!: Balancer;
  #people = 0;

  private constructor(options: { db: TestDb; dataDir: string; natsPort: number; nats: NatsServer }) {
    this.db = options.db;
    this.#dataDir = options.dataDir;
    this.#natsPort = options.natsPort;
    this.#nats = options.nats;
  }

  static async open(count: number, env: Record<string, string> = {}): Promise<Cluster> {
    const natsPort = await freePort();
    const dataDir = mkdtempSync(join(tmpdir(), 'hongyan-cluster-'));
    const cluster = new Cluster({ db: await createTestDb(), dataDir, natsPort, nats: await startNats(natsPort) });
    for (let index = 0; index < count; index += 1) await cluster.#addNode(env);
    const urls = cluster.#nodes.map(({ process }) => process.url);
    cluster.#balancer = await startBalancer(urls, { host: '127.0.0.1', port: 0 });
    return cluster;
  }

  /** The address of one node, past the balancer. */
  urlOf(node: number): string {
    return this.#nodes[node]!.process.url;
  }

  get balancerUrl(): string {
    return `http://127.0.0.1:${this.#balancer.port}`;
  }

  /** What a node has said so far. */
  outputOf(node: number): string {
    return this.#nodes[node]!.process.output();
  }

  pidOf(node: number): number {
    return this.#nodes[node]!.process.child.pid!;
  }

  /** Makes verified people with one session each. */
  async people(...names: string[]): Promise<Person[]> {
    const made = names.map((name) => {
      this.#people += 1;
      const token = randomBytes(32).toString('base64url');
      const ids = { id: crypto.randomUUID(), sessionId: crypto.randomUUID() };
      return { ...ids, name, token, email: `p${this.#people}@example.org`, role: 'user' as const, now: Date.now() };
    });
    await insertPeople(this.db.db, made);
    return made;
  }

  /** The same person on one more device. */
  async device(person: Person): Promise<Person> {
    const session = { sessionId: crypto.randomUUID(), token: randomBytes(32).toString('base64url') };
    await insertSessions(this.db.db, [{ id: person.id, ...session, now: Date.now() }]);
    return { ...person, ...session };
  }

  /** A client of a person at one node, or without a number behind the balancer, once it is up to date. */
  async client(person: Person, node?: number): Promise<Client> {
    const url = node === undefined ? this.balancerUrl : this.urlOf(node);
    const client = createClient({ url, token: person.token });
    this.#clients.push(client);
    client.start();
    await client.synced();
    return client;
  }

  async killNode(node: number): Promise<void> {
    await this.#nodes[node]!.process.kill();
  }

  async startNode(node: number): Promise<void> {
    const { env } = this.#nodes[node]!;
    this.#nodes[node]!.process = await startServerProcess(env);
  }

  /** Stops a node in the middle of whatever it does, and lets it go on. */
  freeze(node: number): void {
    this.#nodes[node]!.process.child.kill('SIGSTOP');
  }

  thaw(node: number): void {
    this.#nodes[node]!.process.child.kill('SIGCONT');
  }

  /** From now on nothing passes between a node and the bus, and neither end is told. */
  cutOff(node: number): void {
    this.#nodes[node]!.bus.stall();
  }

  mend(node: number): void {
    this.#nodes[node]!.bus.mend();
  }

  async killNats(): Promise<void> {
    this.#nats.child.kill('SIGKILL');
    await this.#nats.stop();
  }

  async startNats(): Promise<void> {
    this.#nats = await startNats(this.#natsPort);
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.stop();
    await this.#balancer.close();
    for (const { process, bus } of this.#nodes) {
      await (process.child.exitCode === null && process.child.signalCode === null ? process.stop() : null);
      await bus.close();
    }
    await this.#nats.stop();
    await this.db.close();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  async #addNode(more: Record<string, string>): Promise<void> {
    const bus = await StallingProxy.before(this.#natsPort);
    const env = {
      PATH: process.env['PATH'] ?? '',
      HONGYAN_PORT: String(await freePort()),
      HONGYAN_DATA: this.#dataDir,
      DATABASE_URL: this.db.url,
      NATS_URL: `nats://127.0.0.1:${bus.port}`,
      LOG_LEVEL: 'error',
      ...more,
    };
    this.#nodes.push({ process: await startServerProcess(env), bus, env });
  }
}
