import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log/index.ts';
import { asUser } from './cluster.ts';
import { explainFailure } from './explain.ts';
import { bareEnvironment } from './os-user.ts';
import type { Place } from './place.ts';

export type ServerSettings = Readonly<Record<string, string>>;

const pollMs = 20;
/** Replaying a long log after a crash takes minutes, not hours. */
const longestRecoveryMs = 15 * 60_000;
/** "Smart", "fast" and "immediate" (PostgreSQL 18, §18.5), each with its time; none loses what is committed. */
const shutdowns = [
  ['SIGTERM', 2_000],
  ['SIGINT', 30_000],
  ['SIGQUIT', 5_000],
] as const;
const lastWordsMs = 500;
const keptLines = 20;

/** One run of the postmaster. */
export interface Postmaster {
  /** Resolves when it has ended, whoever ended it, with its last words. */
  ended: Promise<readonly string[]>;
  /** Ends it once its connections are closed. Those that stay open for two seconds are cut, and rolled back. */
  stop(): Promise<void>;
}

/** Starts the postmaster and waits until it takes connections. @throws StartupError */
export async function launch(place: Place, settings: ServerSettings, log: Log): Promise<Postmaster> {
  const args = Object.entries({ ...serverSettings(place), ...settings }).flatMap(([key, value]) => [
    '-c',
    `${key}=${value}`,
  ]);
  const child = spawn(place.binaries.postgres, ['-D', place.clusterDir, ...args], {
    ...asUser(place),
    env: bareEnvironment,
    // A process group of its own: Ctrl-C on the terminal is for us, and we end PostgreSQL last.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const lastLines = follow(child, log);
  const ended = new Promise<readonly string[]>((resolve) => {
    child.once('error', (error) => resolve([error.message]));
    // Its children hold the other end of the pipe and may outlive it: its last words are waited for, not theirs.
    child.once('exit', () => {
      const isRead = new Promise((read) => child.once('close', read));
      void Promise.race([isRead, sleep(lastWordsMs)]).then(() => resolve(lastLines));
    });
  });
  const killed = () => child.kill('SIGINT');
  process.once('exit', killed);
  void ended.then(() => process.removeListener('exit', killed));
  const postmaster = { ended, stop: () => stop(child, ended) };
  await waitUntilReady(place, child, postmaster);
  return postmaster;
}

/** What PostgreSQL says goes to the log; the last lines are kept to explain an end. */
function follow(child: ChildProcess, log: Log): string[] {
  const lastLines: string[] = [];
  createInterface({ input: child.stderr! }).on('line', (line) => {
    lastLines.push(line);
    if (lastLines.length > keptLines) lastLines.shift();
    log[/^(FATAL|PANIC): |was terminated by/.test(line) ? 'warn' : 'debug']({ postgres: line }, 'PostgreSQL');
  });
  return lastLines;
}

async function waitUntilReady(place: Place, child: ChildProcess, postmaster: Postmaster): Promise<void> {
  let lastLines: readonly string[] | null = null;
  void postmaster.ended.then((lines) => {
    lastLines = lines;
  });
  const giveUpAt = Date.now() + longestRecoveryMs;
  while (!isReady(place, child.pid)) {
    if (lastLines) throw explainFailure(lastLines, dirname(place.clusterDir));
    if (Date.now() > giveUpAt) {
      await postmaster.stop();
      throw explainFailure(['it did not become ready in 15 minutes'], dirname(place.clusterDir));
    }
    await sleep(pollMs);
  }
}

/** postmaster.pid: the process in its first line, the state in its eighth (PostgreSQL's miscadmin.h). */
function isReady(place: Place, pid: number | undefined): boolean {
  try {
    const lines = readFileSync(join(place.clusterDir, 'postmaster.pid'), 'utf8').split('\n');
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  for (const [signal, patienceMs] of shutdowns) {
    child.kill(signal);
    if (await Promise.race([ended.then(() => true), sleep(patienceMs, false, { ref: false })])) return;
  }
  child.kill('SIGKILL');
  await ended;
}

function serverSettings(place: Place): ServerSettings {
  return {
    cluster_name: place.title,
    // No network at all: a socket in a folder that is closed to others.
    listen_addresses: '',
    unix_socket_directories: `"${place.socketDir.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    // An acknowledged message is on disk.
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    shared_buffers: `${sharedBuffers()}MB`,
    max_connections: '60',
    // Chat asks small questions. Parallel workers also need more of /dev/shm than containers have.
    max_parallel_workers_per_gather: '0',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Statements hold what people write.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    // Our log writes the time.
    log_line_prefix: '',
  };
}

/** An eighth of the memory that we may use, in MB, between 32 and 512. */
function sharedBuffers(): number {
  const memory = Math.min(totalmem(), process.constrainedMemory() || totalmem());
  return Math.round(Math.min(512, Math.max(32, memory / 2 ** 20 / 8)));
}
