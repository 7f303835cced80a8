import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningPeer } from '../peers/peer.ts';
import { nowUs } from './marks.ts';
import { type Plan, roomsByUser } from './plan.ts';
import { usageOf } from './processes.ts';
import { type Verdict, verify } from './verify.ts';
import type { LoadTalk, Share } from './worker.ts';
import { WorkerProcess } from './worker-process.ts';

/** What a server did with a plan. */
export interface Outcome extends Verdict {
  seconds: number;
  cpu_s: number;
  rss_mb: number;
  refused: number;
}

const processCount = 2;
const program = new URL('worker.ts', import.meta.url);
type Worker = WorkerProcess<LoadTalk>;

/**
 * Runs a plan against a server from processes of their own: opens all lines, sends for some seconds, waits until all
 * that was sent has come (or nothing has come for 10 s), and checks every delivery.
 */
export function drive(plan: Plan, peer: RunningPeer, seconds: number): Promise<Outcome> {
  return withOpenLines(plan, peer, async (workers) => {
    await sleep(500);
    const before = usageOf(peer.pids);
    const startUs = nowUs();
    const untilUs = startUs + seconds * 1e6;
    const sent = await Promise.all(workers.map((worker) => worker.ask({ do: 'send', untilUs }, 'sent')));
    const sentS = (nowUs() - startUs) / 1e6;
    const counts: Record<number, number> = Object.assign({}, ...sent.map((one) => one.taken));
    const expected = plan.senders.reduce(
      (sum, { room }, sender) => sum + (counts[sender] ?? 0) * peer.receiversOf(plan.rooms[room]!.length),
      0,
    );
    await quiet(workers, expected);
    const after = usageOf(peer.pids);
    const reports = await Promise.all(workers.map((worker) => worker.ask({ do: 'report' }, 'report')));
    return {
      ...verify(plan, peer, counts, reports, sentS),
      seconds: sentS,
      cpu_s: after.cpuSeconds - before.cpuSeconds,
      rss_mb: after.rssMb,
      refused: sent.reduce((sum, one) => sum + one.refused, 0),
    };
  });
}

/** Opens a line for every user of a plan, and closes them all after. */
export async function withOpenLines<T>(
  plan: Plan,
  peer: RunningPeer,
  use: (workers: Worker[]) => Promise<T>,
): Promise<T> {
  const processes = shares(plan, peer).map((share) => ({ share, worker: new WorkerProcess<LoadTalk>(program) }));
  try {
    await Promise.all(processes.map(({ share, worker }) => worker.ask({ do: 'open', share }, 'open')));
    return await use(processes.map(({ worker }) => worker));
  } finally {
    for (const { worker } of processes) worker.end();
  }
}

/** The members of a room sit in one process where they fit, so that its deliveries are seen by one clock. */
function shares(plan: Plan, peer: RunningPeer): Share[] {
  const own = roomsByUser(plan);
  const processOf = (user: number) =>
    plan.rooms.length > 1 ? (own[user]![0] ?? 0) % processCount : user % processCount;
  return Array.from({ length: processCount }, (_, process) => ({
    endpoint: peer.endpoint,
    users: own
      .map((rooms, index) => ({ index, rooms, secret: peer.secretOf(index) }))
      .filter(({ index }) => processOf(index) === process),
    senders: plan.senders
      .map(({ user, room }, sender) => ({ sender, user, room }))
      .filter(({ user }) => processOf(user) === process),
    inFlight: plan.inFlight,
    perSecond: plan.perSecond,
  }));
}

async function quiet(workers: Worker[], expected: number): Promise<void> {
  let last = -1;
  for (let idleSince = Date.now(); Date.now() - idleSince < 10_000; await sleep(100)) {
    const progress = await Promise.all(workers.map((worker) => worker.ask({ do: 'progress' }, 'progress')));
    const received = progress.reduce((sum, one) => sum + one.received, 0);
    if (received >= expected) break;
    if (received !== last) idleSince = Date.now();
    last = received;
  }
  // Whatever comes twice comes about now.
  await sleep(300);
}
