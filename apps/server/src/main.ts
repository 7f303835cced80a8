import closeWithGrace from 'close-with-grace';
import { type App, compose } from './compose.ts';
import { systemClock } from './platform/clock/index.ts';
import { type Config, loadConfig, StartupError } from './platform/config/index.ts';
import { migrateToLatest, openDb } from './platform/db/index.ts';
import { createLogger, type Log } from './platform/log/index.ts';
import { checkDatabase, startEmbeddedPostgres } from './platform/postgres/index.ts';

const longestCloseMs = 60_000;

// Files that the server makes are for its own user alone.
process.umask(0o077);

try {
  const config = loadConfig();
  run(config, createLogger(config.logLevel));
} catch (error) {
  sayFailure(error);
  process.exitCode = 1;
}

/** Starts everything, and ends it in the opposite order on a signal, on an error, or when the database is lost. */
function run(config: Config, log: Log): void {
  const endings: (() => Promise<void>)[] = [];
  let failure: unknown = null;
  let ending: Promise<void> | null = null;

  const starting = start(config, log, { endings, onLost: giveUp });
  const closing = closeWithGrace({ delay: longestCloseMs, logger: false }, async ({ err }) => {
    if (err) log.error({ err }, 'Hongyan ends because of an error');
    // Several reasons to end may come together.
    await (ending ??= endAll());
    if (failure) throw failure;
  });
  starting.catch(giveUp);
  // `npm start` holds this channel; once it is killed, nobody else can end us.
  process.once('disconnect', closing.close);

  async function endAll(): Promise<void> {
    // What is half started is ended once it is whole, so that nothing stays behind.
    await starting.catch(() => {});
    for (const end of endings.toReversed())
      await end().catch((error: unknown) => log.error({ err: error }, 'not ended'));
  }

  function giveUp(error: unknown): void {
    failure ??= error;
    sayFailure(error);
    closing.close();
  }
}

interface Lifetime {
  /** Gets a function for everything that must be ended. */
  endings: (() => Promise<void>)[];
  onLost(error: unknown): void;
}

async function start(config: Config, log: Log, { endings, onLost }: Lifetime): Promise<void> {
  const databaseUrl = config.databaseUrl ?? (await startOwnDatabase());
  await checkDatabase(databaseUrl);
  await migrate(databaseUrl, log);
  const app = await compose({ config, databaseUrl, clock: systemClock, log });
  endings.push(app.close);
  await listen(app, config);
  announce(app, config);

  async function startOwnDatabase(): Promise<string> {
    const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log, onLost });
    endings.push(postgres.stop);
    return postgres.url;
  }
}

async function migrate(databaseUrl: string, log: Log): Promise<void> {
  const { db, close } = openDb(databaseUrl, {
    max: 1,
    onError: (error) => log.warn({ err: error }, 'a database connection ended'),
  });
  try {
    await migrateToLatest(db);
  } finally {
    await close();
  }
}

async function listen(app: App, { host, port }: Config): Promise<void> {
  try {
    await app.http.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const texts: Record<string, string> = {
      EADDRINUSE: `Port ${port} is taken by another program: end that one, or set HONGYAN_PORT to another port.`,
      EACCES: `Port ${port} is reserved for root: set HONGYAN_PORT to 1024 or more and put a proxy before it.`,
      EADDRNOTAVAIL: `This machine does not have the address ${host}: set HONGYAN_HOST to localhost, 0.0.0.0 or one that it has.`,
      ENOTFOUND: `There is no host ${host}: set HONGYAN_HOST to localhost, 0.0.0.0 or an address of this machine.`,
    };
    throw texts[code] === undefined ? error : new StartupError(texts[code], { cause: error });
  }
}

/** In one piece: whoever waits for the first line has the link, too. */
function announce({ setupLink }: App, { url }: Config): void {
  const setup = `There is no administrator yet. Open this link once to become one: ${setupLink}\n`;
  process.stdout.write(`Hongyan is ready at ${url}\n${setupLink ? setup : ''}`);
}

function sayFailure(error: unknown): void {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  if (error instanceof StartupError) process.stderr.write(`${message}\n`);
  else process.stderr.write(`Hongyan met an error that it does not know: ${message}\n${stack ?? ''}\n`);
}
