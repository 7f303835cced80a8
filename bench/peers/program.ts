import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { connect, createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { treeOf } from '../load/processes.ts';
import { ending } from './endings.ts';

/** Where a program is on the path (Debian keeps servers in sbin), or null. */
export function findProgram(name: string): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/bin'];
  for (const folder of folders) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      // Not in this one.
    }
  }
  return null;
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/** A program that was started for a measurement, and is ended with everything that it started. */
export interface Program {
  pid: number;
  /** Ends it well, or with SIGKILL as a crash does. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a program in a process group of its own and waits until it listens. */
export async function startProgram(
  command: string,
  args: string[],
  options: { port: number; env?: Record<string, string>; cwd?: string; uid?: number; gid?: number },
): Promise<Program> {
  const { port, ...rest } = options;
  const child = spawn(command, args, {
    ...rest,
    env: { ...process.env, ...options.env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      words = (words + chunk).slice(-2_000);
    });
  }
  const program = { pid: child.pid ?? 0, stop: (signal?: NodeJS.Signals) => stop(child, signal) };
  ending(program.stop);
  for (const giveUpAt = Date.now() + 30_000; !(await listens(port)); await sleep(50)) {
    if (child.exitCode !== null || Date.now() > giveUpAt) {
      await program.stop();
      throw new Error(`${command} did not start: ${words}`);
    }
  }
  return program;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Ends it and all below it: some servers leave their process group. */
async function stop(child: ChildProcess, how: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise<boolean>((resolve) => child.once('exit', () => resolve(true)));
  const tree = treeOf([child.pid]);
  for (const pid of tree) signal(pid, how);
  await Promise.race([ended, sleep(10_000, false)]);
  for (const pid of tree) signal(pid, 'SIGKILL');
  await ended;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended.
  }
}
