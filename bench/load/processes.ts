import { readdirSync, readFileSync } from 'node:fs';

/** What a tree of processes has used so far. */
export interface Usage {
  /** User and system time, of processes that ended too. */
  cpuSeconds: number;
  /** Resident memory without what is shared between them (PSS where the kernel says it), in MB. */
  rssMb: number;
}

const ticksPerSecond = 100;

interface Process {
  pid: number;
  parent: number;
  ticks: number;
}

function processes(): Map<number, Process> {
  const all = new Map<number, Process>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      // The command in parentheses may hold spaces; what follows it does not (proc(5)).
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
      all.set(pid, { pid, parent: Number(fields[1]), ticks });
    } catch {
      // It ended while we looked.
    }
  }
  return all;
}

/** The processes below these, and these. */
export function treeOf(roots: readonly number[], all = processes()): Set<number> {
  const members = new Set(roots.filter((pid) => all.has(pid)));
  for (let grew = true; grew; ) {
    grew = false;
    for (const { pid, parent } of all.values()) {
      if (members.has(parent) && !members.has(pid)) {
        members.add(pid);
        grew = true;
      }
    }
  }
  return members;
}

/** What the processes below these, and these, have used. Linux only. */
export function usageOf(roots: readonly number[]): Usage {
  const all = processes();
  const members = treeOf(roots, all);
  let ticks = 0;
  let kb = 0;
  for (const pid of members) {
    ticks += all.get(pid)!.ticks;
    kb += memoryKb(pid);
  }
  return { cpuSeconds: ticks / ticksPerSecond, rssMb: kb / 1024 };
}

function memoryKb(pid: number): number {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1');
    return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
