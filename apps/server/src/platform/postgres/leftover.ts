import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Place } from './place.ts';

const fastShutdownMs = 15_000;
const childrenMs = 1_000;
const killedMs = 15_000;
const pollMs = 20;

/**
 * Ends what a killed server left behind: a postmaster that lives on, or children whose postmaster was killed. Call it
 * with the folder locked, so that nobody else's server is meant. PostgreSQL refuses to start over a lock file whose number
 * is in use, so one is removed when that number now belongs to something else (after a restart of the machine or the
 * container), or to a dead process that nobody has taken note of yet.
 */
export async function stopLeftovers(place: Place): Promise<void> {
  const found = findProcesses(place.title);
  const postmasters = found.filter((one) => one.isPostmaster);
  // "Fast shutdown" for a postmaster, which takes its children along; alone, children end by themselves soon.
  for (const { pid } of postmasters) signal(pid, 'SIGINT');
  await waitUntilGone(place.title, postmasters.length > 0 ? fastShutdownMs : childrenMs);
  for (const { pid } of findProcesses(place.title)) signal(pid, 'SIGKILL');
  await waitUntilGone(place.title, killedMs);
  removeStaleLock(join(place.clusterDir, 'postmaster.pid'));
  removeStaleLock(join(place.socketDir, '.s.PGSQL.5432.lock'));
}

async function waitUntilGone(title: string, patienceMs: number): Promise<void> {
  const giveUpAt = Date.now() + patienceMs;
  while (findProcesses(title).length > 0 && Date.now() < giveUpAt) await sleep(pollMs);
}

function removeStaleLock(path: string): void {
  const pid = Number(readText(path)?.split('\n')[0]);
  if (!pid) return;
  const process = listProcesses().find((one) => one.pid === pid);
  const isPostgres = process !== undefined && /^postgres\b/.test(basename(process.command[0] ?? ''));
  if (!isPostgres) rmSync(path);
}

/** The postmaster names its title as an argument; its children bear it: `postgres: hongyan-…: checkpointer`. */
function findProcesses(title: string): { pid: number; isPostmaster: boolean }[] {
  return listProcesses()
    .map(({ pid, command }) => ({
      pid,
      isPostmaster: command.includes(`cluster_name=${title}`),
      isChild: command.join(' ').startsWith(`postgres: ${title}:`),
    }))
    .filter((found) => found.isPostmaster || found.isChild);
}

interface Process {
  pid: number;
  command: string[];
}

function listProcesses(): Process[] {
  return process.platform === 'linux' ? listFromProc() : listFromPs();
}

/** Slim containers have no `ps`. */
function listFromProc(): Process[] {
  return readdirSync('/proc').flatMap((name) => {
    const text = /^\d+$/.test(name) ? readText(`/proc/${name}/cmdline`) : null;
    return text ? [{ pid: Number(name), command: text.split('\0') }] : [];
  });
}

function listFromPs(): Process[] {
  const { stdout } = spawnSync('ps', ['-axww', '-o', 'pid=,command='], { encoding: 'utf8' });
  return stdout.split('\n').flatMap((line) => {
    const [pid, ...command] = line.trim().split(/\s+/);
    return pid ? [{ pid: Number(pid), command }] : [];
  });
}

/** Null for a file that is not there (any more). */
function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended in the meantime.
  }
}
