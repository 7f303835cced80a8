import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningPeer } from '../peers/peer.ts';
import { nowUs } from './marks.ts';
import { type Plan, roomsByUser } from './plan.ts';
import { usageOf } from './processes.ts';
import { type Verdict, verify } from './verify.ts';
import type { FromWorker, Share, ToWorker } from './worker.ts';

/** What a server did with a plan. */
export interface Outcome extends Verdict {
  seconds: number;
  cpu_s: number;
  rss_mb: number;
  refused: number;
}

const processCount = 2;

/**
 * Runs a plan against a server from processes of their own: opens all lines, sends for some seconds, waits until all
 * that was sent has come (or nothing has come for 10 s), and checks every delivery.
 */
export async function drive(plan: Plan, peer: RunningPeer, seconds: number): Promise<Outcome> {
  const workers = shares(plan, peer).map((share) => new Worker(share));
  try {
    await Promise.all(workers.map((worker) => worker.ask({ do: 'open', share: worker.share }, 'open')));
    await sleep(500);
    const before = usageOf(peer.pids);
    const startUs = nowUs();
    const untilUs = startUs + seconds * 1e6;
    const sent = await Promise.all(workers.map((worker) => worker.ask({ do: 'send', untilUs }, 'sent')));
    const lastSentUs = nowUs();
    const counts: Record<number, number> = Object.assign({}, ...sent.map((one) => one.sent));
    const expected = plan.senders.reduce(
      (sum, { room }, sender) => sum + (counts[sender] ?? 0) * peer.receiversOf(plan.rooms[room]!.length),
      0,
    );
    await quiet(workers, expected);
    const after = usageOf(peer.pids);
    const reports = await Promise.all(workers.map((worker) => worker.ask({ do: 'report' }, 'report')));
    return {
      ...verify(plan, peer, counts, reports, (lastSentUs - startUs) / 1e6),
      seconds: (lastSentUs - startUs) / 1e6,
      cpu_s: after.cpuSeconds - before.cpuSeconds,
      rss_mb: after.rssMb,
      refused: sent.reduce((sum, one) => sum + one.refused, 0),
    };
  } finally {
    for (const worker of workers) worker.end();
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

class Worker {
  readonly share: Share;
  readonly #process: ChildProcess;

  constructor(share: Share) {
    this.share = share;
    this.#process = fork(new URL('worker.ts', import.meta.url), { serialization: 'advanced' });
  }

  ask<K extends FromWorker['is']>(message: ToWorker, answer: K): Promise<Extract<FromWorker, { is: K }>> {
    return new Promise((resolve, reject) => {
      const hear = (said: FromWorker) => {
        this.#process.off('message', hear).off('exit', died);
        if (said.is === answer) resolve(said as Extract<FromWorker, { is: K }>);
        else reject(new Error(said.is === 'failed' ? said.reason : `unexpected ${said.is}`));
      };
      const died = (code: number | null) => reject(new Error(`a client process ended with ${code}`));
      this.#process.on('message', hear).on('exit', died);
      this.#process.send(message);
    });
  }

  end(): void {
    this.#process.disconnect();
  }
}
