import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  freePort,
  type ServerProcess as OneProcess,
  startServerProcess,
} from '../../apps/server/src/testing/server-process.ts';

/** The real server with its embedded PostgreSQL, to be killed and started again on what it left behind. */
export class ServerProcess {
  readonly #dataDir: string;
  readonly #port: number;
  #process: OneProcess | null = null;

  private constructor(dataDir: string, port: number) {
    this.#dataDir = dataDir;
    this.#port = port;
  }

  static async prepare(): Promise<ServerProcess> {
    const dataDir = mkdtempSync(join(tmpdir(), 'hongyan-faults-'));
    // PostgreSQL's own user must pass through.
    chmodSync(dataDir, 0o711);
    return new ServerProcess(dataDir, await freePort());
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** The token of the link that makes the first administrator. */
  get setupToken(): string {
    const link = this.#process?.setupLink;
    if (!link) throw new Error('there is no set-up link');
    return new URL(link).searchParams.get('token') ?? '';
  }

  /** Starts it and waits until it is ready. */
  async start(): Promise<void> {
    const port = String(this.#port);
    this.#process = await startServerProcess({
      HONGYAN_PORT: port,
      HONGYAN_DATA: this.#dataDir,
      LOG_LEVEL: 'silent',
    });
  }

  /** Kills the server without a warning. Its PostgreSQL lives on. */
  async killServer(): Promise<void> {
    await this.#process?.kill();
  }

  /** Stops the server in the middle of whatever it does, and lets it go on after a while. */
  async standStill(ms: number): Promise<void> {
    this.#process?.child.kill('SIGSTOP');
    await sleep(ms);
    this.#process?.child.kill('SIGCONT');
  }

  /** Kills PostgreSQL's first process without a warning. */
  killPostgres(): void {
    const lock = readFileSync(join(this.#dataDir, 'postgres/cluster/postmaster.pid'), 'utf8');
    process.kill(Number(lock.split('\n')[0]), 'SIGKILL');
  }

  /** Ends it well and removes what it kept. */
  async remove(): Promise<void> {
    await this.#process?.stop();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}
