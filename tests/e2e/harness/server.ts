import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestDb } from '../../../apps/server/src/testing/index.ts';

const main = fileURLToPath(new URL('../../../apps/server/src/main.ts', import.meta.url));

/** The real server as a process of its own, on a database of its own. */
export interface RunningServer {
  url: string;
  /** Ends the process at once, as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again at the same address, with what it left behind. */
  start(): Promise<void>;
  /** Ends it and removes what it left behind. */
  close(): Promise<void>;
}

export async function startServer(smtpUrl: string): Promise<RunningServer> {
  const database = await createTestDb();
  const dataDir = await mkdtemp(join(tmpdir(), 'hongyan-e2e-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  let child: ChildProcess | null = null;

  const start = async () => {
    child = spawn(process.execPath, [main], {
      env: {
        PATH: process.env['PATH'],
        HONGYAN_PORT: String(port),
        HONGYAN_URL: url,
        HONGYAN_DATA: dataDir,
        DATABASE_URL: database.url,
        SMTP_URL: smtpUrl,
        LOG_LEVEL: 'warn',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    await ready(child);
  };
  const end = async (signal: NodeJS.Signals) => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  };
  await start();
  return {
    url,
    start,
    kill: () => end('SIGKILL'),
    async close() {
      await end('SIGTERM');
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Waits for the line that says so. @throws Error with all that the server said if it ends before */
async function ready(child: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Hongyan is ready')) resolve();
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${said}`)));
  });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, 'localhost');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}
