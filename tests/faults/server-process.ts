import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../apps/server/src/main.ts', import.meta.url));
const readyMs = 90_000;

/** The real server as a process of its own, with its embedded PostgreSQL, to be killed. */
export class ServerProcess {
  readonly #dataDir: string;
  readonly #port: number;
  #child: ChildProcess | null = null;
  /** What it said on standard output since the last start. */
  #said = '';

  private constructor(dataDir: string, port: number) {
    this.#dataDir = dataDir;
    this.#port = port;
  }

  static async prepare(): Promise<ServerProcess> {
    const dataDir = mkdtempSync(join(tmpdir(), 'hongyan-faults-'));
    chmodSync(dataDir, 0o711);
    return new ServerProcess(dataDir, await freePort());
  }

  get url(): string {
    return `http://localhost:${this.#port}`;
  }

  /** The token of the link that makes the first administrator, which is said right after that it is ready. */
  async setupToken(): Promise<string> {
    for (;;) {
      const token = /token=([\w-]+)\s/.exec(this.#said)?.[1];
      if (token) return token;
      await sleep(10);
    }
  }

  /** Starts it and waits until it is ready. */
  async start(): Promise<void> {
    this.#said = '';
    const child = spawn(process.execPath, [main], {
      env: {
        PATH: process.env['PATH'],
        HONGYAN_PORT: String(this.#port),
        HONGYAN_DATA: this.#dataDir,
        LOG_LEVEL: 'silent',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    let complaints = '';
    child.stderr?.on('data', (data) => {
      complaints += String(data);
    });
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`the server is not ready: ${complaints}`)), readyMs);
      child.stdout?.on('data', (data) => {
        this.#said += String(data);
        if (this.#said.includes('Hongyan is ready')) resolve();
      });
      child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${complaints}`)));
      child.once('exit', () => clearTimeout(timer));
    });
    child.removeAllListeners('exit');
  }

  /** Kills the server without a warning. Its PostgreSQL lives on. */
  async killServer(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    this.#child = null;
  }

  /** Stops the server in the middle of whatever it does, and lets it go on after a while. */
  async standStill(ms: number): Promise<void> {
    this.#child?.kill('SIGSTOP');
    await sleep(ms);
    this.#child?.kill('SIGCONT');
  }

  /** Kills PostgreSQL's first process without a warning. */
  killPostgres(): void {
    const lock = readFileSync(join(this.#dataDir, 'postgres/cluster/postmaster.pid'), 'utf8');
    process.kill(Number(lock.split('\n')[0]), 'SIGKILL');
  }

  /** Ends it well and removes what it kept. */
  async remove(): Promise<void> {
    const child = this.#child;
    if (child && child.exitCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
