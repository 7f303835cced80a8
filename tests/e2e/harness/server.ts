import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDb } from '../../../apps/server/src/testing/index.ts';
import { freePort, startServerProcess } from '../../../apps/server/src/testing/server-process.ts';

/** The real server as a process of its own, on a database of its own. */
export interface RunningServer {
  url: string;
  /** The link in what it said that makes the first administrator. */
  setupLink(): string;
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
  const port = String(await freePort());
  // Browsers take `localhost` for a safe place, where the clipboard and the like are to be had.
  const url = `http://localhost:${port}`;
  const start = () =>
    startServerProcess({
      HONGYAN_PORT: port,
      HONGYAN_HOST: 'localhost',
      HONGYAN_URL: url,
      HONGYAN_DATA: dataDir,
      DATABASE_URL: database.url,
      ...(smtpUrl !== null && { SMTP_URL: smtpUrl }),
      LOG_LEVEL: 'warn',
    });
  let server = await start();
  return {
    url,
    setupLink() {
      if (server.setupLink === null) throw new Error('there is an administrator already');
      return server.setupLink;
    },
    async start() {
      server = await start();
    },
    kill: () => server.kill(),
    async close() {
      await server.stop();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
