import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

const lookMs = 500;
const answerMs = 1_500;

/** A node behind the balancer. */
interface Target {
  host: string;
  port: number;
  isWell: boolean;
  lines: Set<Socket>;
}

export interface Balancer {
  port: number;
  close(): Promise<void>;
}

/**
 * Spreads connections over nodes, each to the next one that is well, whoever was there before. A node that does not
 * answer loses its connections, so that their clients come back elsewhere at once. To try things with, and for tests.
 * @param urls such as `http://127.0.0.1:3001`
 * @param port 0 takes any that is free
 */
export async function startBalancer(
  urls: readonly string[],
  options: { host: string; port: number },
): Promise<Balancer> {
  const targets = urls.map((url): Target => {
    const { hostname, port } = new URL(url);
    return { host: hostname, port: Number(port), isWell: true, lines: new Set() };
  });
  let turn = 0;
  const nextTarget = (tried: ReadonlySet<Target>): Target | undefined => {
    for (let step = 0; step < targets.length; step += 1) {
      const target = targets[turn++ % targets.length]!;
      if (target.isWell && !tried.has(target)) return target;
    }
    return undefined;
  };
  const server = createServer({ pauseOnConnect: true, noDelay: true }, (client) => join(client, nextTarget, new Set()));
  server.listen(options.port, options.host);
  await once(server, 'listening');
  const looking = setInterval(() => {
    for (const target of targets) void look(target);
  }, lookMs);
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      clearInterval(looking);
      for (const target of targets) cut(target);
      return closed(server);
    },
  };
}

function join(client: Socket, next: (tried: ReadonlySet<Target>) => Target | undefined, tried: Set<Target>): void {
  const target = next(tried);
  if (!target || client.destroyed) return void client.destroy();
  const node = connect({ host: target.host, port: target.port, noDelay: true });
  node.once('connect', () => {
    target.lines.add(client);
    client.pipe(node);
    node.pipe(client);
    for (const end of [client, node]) {
      end.on('error', () => end.destroy());
      end.once('close', () => {
        target.lines.delete(client);
        client.destroy();
        node.destroy();
      });
    }
    client.resume();
  });
  // Nothing was read from the client yet, so that another node may have it whole.
  node.once('error', () => {
    if (node.connecting || !target.lines.has(client)) join(client, next, tried.add(target));
  });
}

async function look(target: Target): Promise<void> {
  const { host, port } = target;
  try {
    const answer = await fetch(`http://${host}:${port}/healthz`, { signal: AbortSignal.timeout(answerMs) });
    target.isWell = answer.ok;
    await answer.body?.cancel();
  } catch {
    target.isWell = false;
  }
  if (!target.isWell) cut(target);
}

function cut(target: Target): void {
  for (const line of target.lines) line.destroy();
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
