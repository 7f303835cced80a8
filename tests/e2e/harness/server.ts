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
  /** The link in its log that makes the first administrator; waits for it. */
  setupLink(): Promise<string>;
  /** Ends the process at once, as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again at the same address, with what it left behind. */
  start(): Promise<void>;
  /** Ends it and removes what it left behind. */
  close(): Promise<void>;
}

/** Without `smtpUrl` its mails stay in the outbox. */
export async function startServer(smtpUrl: string | null): Promise<RunningServer> {
  const database = await createTestDb();
  const dataDir = await mkdtemp(join(tmpdir(), 'hongyan-e2e-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  let child: ChildProcess | null = null;
  let hear: Hear;

  const start = async () => {
    child = spawn(process.execPath, [main], {
      env: {
        PATH: process.env['PATH'],
        HONGYAN_PORT: String(port),
        HONGYAN_URL: url,
        HONGYAN_DATA: dataDir,
        DATABASE_URL: database.url,
        ...(smtpUrl !== null && { SMTP_URL: smtpUrl }),
        LOG_LEVEL: 'warn',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    hear = listenTo(child);
    await hear(/Hongyan is ready/);
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
    setupLink: () => hear(/http\S+\/setup\?token=\S+(?=\s)/),
    start,
    kill: () => end('SIGKILL'),
    async close() {
      await end('SIGTERM');
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * Waits until a process has said something that matches, if it has not said it before.
 * @throws Error with all that it said if it ends before
 */
type Hear = (pattern: RegExp) => Promise<string>;

function listenTo(child: ChildProcess): Hear {
  let said = '';
  let ended: Error | null = null;
  const waiting = new Set<() => void>();
  const tell = () => [...waiting].forEach((look) => look());
  const listen = (chunk: Buffer) => {
    said += chunk.toString();
    tell();
  };
  const end = (why: string) => {
    ended ??= new Error(`${why}:\n${said}`);
    tell();
  };
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);
  child.once('error', (error) => end(error.message));
  child.once('exit', (code) => end(`the server ended with ${code}`));
  return (pattern) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(said)?.[0];
        if (found === undefined && !ended) return;
        waiting.delete(look);
        if (found === undefined) reject(ended);
        else resolve(found);
      };
      waiting.add(look);
      look();
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
