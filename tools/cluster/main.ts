import { loadConfig, StartupError } from '../../apps/server/src/platform/config/index.ts';
import { createLogger } from '../../apps/server/src/platform/log/index.ts';
import { startEmbeddedPostgres } from '../../apps/server/src/platform/postgres/index.ts';
import { onPath } from '../test/programs.mjs';
import { type Balancer, startBalancer } from './balancer.ts';
import { freePort, startNats } from './nats.ts';
import { startNode } from './node.ts';

const nodeCount = 3;

// Files that are made here are for their own user alone, as the server's.
process.umask(0o077);

/** What ends everything that runs, the last thing first. */
const endings: (() => Promise<unknown>)[] = [];
let ending: Promise<void> | null = null;

function endAll(): Promise<void> {
  ending ??= (async () => {
    await starting.catch(() => {});
    for (const end of endings.toReversed())
      await end().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
    // Whoever started us would keep us.
    if (process.connected) process.disconnect();
  })();
  return ending;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(signal, () => void endAll());
const starting = start();
starting.catch((error: unknown) => {
  const message = error instanceof StartupError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
  void endAll();
});

async function start(): Promise<void> {
  const config = loadConfig();
  if (!onPath('nats-server'))
    throw new StartupError(
      'The nodes need nats-server on the path: install it (on Debian: apt-get install nats-server).',
    );
  const databaseUrl = config.databaseUrl ?? (await startDatabase(config.dataDir, config.logLevel));
  const nats = await startNats(await freePort());
  endings.push(nats.stop);
  const nodes: Awaited<ReturnType<typeof startNode>>[] = [];
  endings.push(() => Promise.all(nodes.map((node) => node.stop())));
  for (let index = 1; index <= nodeCount && !ending; index += 1) {
    const env = {
      ...(process.env as Record<string, string>),
      HONGYAN_PORT: String(config.port + index),
      HONGYAN_HOST: '127.0.0.1',
      HONGYAN_URL: config.url,
      DATABASE_URL: databaseUrl,
      NATS_URL: nats.url,
    };
    nodes.push(await startNode(env));
  }
  if (ending) return;
  const balancer = await balance(
    nodes.map((node) => node.url),
    config,
  );
  endings.push(balancer.close);
  const ports = nodes.map(({ url }) => new URL(url).port).join(', ');
  // Each start of a node makes a new link while there is no administrator; the last one counts.
  const setup = nodes.at(-1)?.setupLine ?? '';
  process.stdout.write(`Hongyan is ready at ${config.url}, on ${nodeCount} nodes (ports ${ports})\n${setup}`);
}

async function startDatabase(dataDir: string, logLevel: string): Promise<string> {
  const onLost = (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
    void endAll();
  };
  // Enough for the pools of all nodes.
  const settings = { max_connections: String(nodeCount * 40) };
  const postgres = await startEmbeddedPostgres({ dataDir, log: createLogger(logLevel), onLost, settings });
  endings.push(postgres.stop);
  return postgres.url;
}

async function balance(urls: readonly string[], { host, port }: { host: string; port: number }): Promise<Balancer> {
  try {
    return await startBalancer(urls, { host, port });
  } catch (error) {
    throw new StartupError(`Port ${port} cannot be listened on: set HONGYAN_PORT to another one.`, { cause: error });
  }
}
