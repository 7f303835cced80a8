import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { limits } from '@hongyan/protocol';
import { withOpenLines } from '../load/drive.ts';
import { heldHeapBytes } from '../load/inspector.ts';
import { type Plan, range } from '../load/plan.ts';
import { usageOf } from '../load/processes.ts';
import type { Peer, RunningPeer } from '../peers/peer.ts';
import { type Bench, type Line, round, type Scenario } from './scenario.ts';

const connections = 10_000;
/** These open and close first, so that neither code nor pools are counted as theirs. */
const warmUps = 500;
const membersOfRoom = 20;

/** Everybody is in one room of 20, and nobody says a word. */
function planOf(users: number): Plan {
  const rooms = range(users / membersOfRoom).map((room) => range(membersOfRoom, room * membersOfRoom));
  return { scenario: 'idle', users, rooms, senders: [], inFlight: 0, perSecond: null, direct: false };
}

interface Memory {
  heap: number;
  rss: number;
}

async function memoryOf({ pids: [server], inspectorPort }: RunningPeer): Promise<Memory> {
  const heap = inspectorPort === null ? 0 : await heldHeapBytes(inspectorPort);
  await sleep(1_000);
  return { heap, rss: usageOf([server]).rssMb * 1024 * 1024 };
}

function openFiles(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

async function measure(peer: Peer, { database }: Bench): Promise<Line> {
  const plan = planOf(connections);
  const running = await peer.start(plan, database, { inspect: true });
  try {
    const few = { ...plan, users: warmUps, rooms: plan.rooms.slice(0, warmUps / membersOfRoom) };
    await withOpenLines(few, running, () => sleep(1_000));
    await sleep(1_000);
    const before = await memoryOf(running);
    const startedAt = performance.now();
    return await withOpenLines(plan, running, async () => {
      const openedS = (performance.now() - startedAt) / 1000;
      await sleep(3_000);
      const after = await memoryOf(running);
      const open = openFiles(running.pids[0]);
      if (open < connections) throw new Error(`${peer.name} holds ${open} connections`);
      const cpuBefore = usageOf(running.pids).cpuSeconds;
      const restS = limits.heartbeatSeconds;
      await sleep(restS * 1000);
      const cpu = usageOf(running.pids).cpuSeconds - cpuBefore;
      return {
        connections,
        opened_per_s: Math.round(connections / openedS),
        rss_bytes: Math.round((after.rss - before.rss) / connections),
        heap_bytes: Math.round((after.heap - before.heap) / connections),
        idle_cpu_percent: round((cpu / restS) * 100),
        rss_mb: round(after.rss / 1024 / 1024),
      };
    });
  } finally {
    await running.stop();
  }
}

export const idle: Scenario = {
  name: 'idle',
  about: `${connections.toLocaleString('en')} signed-in connections, each in a room of 20, that do nothing for one heartbeat`,
  servers: ['hongyan', 'bare', 'socket.io'],
  columns: [
    { field: 'rss_bytes', title: 'bytes of RSS each' },
    { field: 'heap_bytes', title: 'bytes of heap each' },
    { field: 'idle_cpu_percent', title: '% of one processor' },
    { field: 'opened_per_s', title: 'opened/s' },
    { field: 'rss_mb', title: 'server MB' },
  ],
  ratio: { field: 'rss_bytes', title: 'Hongyan’s RSS ÷ this', more: false },
  begin: (bench) => async (peer) => [await measure(peer, bench)],
};
