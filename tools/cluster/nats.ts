import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { onPath } from '../test/programs.mjs';

const startMs = 10_000;
const lookMs = 20;

/** A NATS server of our own. */
export interface NatsServer {
  url: string;
  child: ChildProcess;
  stop(): Promise<void>;
}

/**
 * Starts `nats-server` on a port of this machine alone, and waits until it listens.
 * @throws if it is not there or ends before
 */
export async function startNats(port: number): Promise<NatsServer> {
  // In a process group of its own Ctrl-C does not reach it before the nodes.
  const child = spawn(onPath('nats-server') ?? 'nats-server', ['--addr', '127.0.0.1', '--port', String(port)], {
    stdio: 'ignore',
    detached: true,
  });
  let failure: Error | null = null;
  child.once('error', (error) => {
    failure = error;
  });
  const ended = once(child, 'exit').catch(() => {});
  const deadline = Date.now() + startMs;
  while (!(await isListening(port))) {
    if (failure) throw failure;
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`nats-server does not listen on port ${port}`);
    await wait(lookMs);
  }
  return {
    url: `nats://127.0.0.1:${port}`,
    child,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
