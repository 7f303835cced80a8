import { setTimeout as sleep } from 'node:timers/promises';
import { limits } from '@hongyan/protocol';
import { type Plan, range } from '../load/plan.ts';
import type { PresenceTalk, Told } from '../load/presence-worker.ts';
import { usageOf } from '../load/processes.ts';
import { percentile } from '../load/verify.ts';
import { WorkerProcess } from '../load/worker-process.ts';
import { type RunningHongyan, startHongyan } from '../peers/hongyan.ts';
import { type Bench, type Line, round, type Scenario } from './scenario.ts';

const viewers = 500;
const visitors = 4_500;
const watched = limits.watchedPresences;
const pairs = viewers * watched;
const processCount = 2;
const program = new URL('../load/presence-worker.ts', import.meta.url);
type Worker = WorkerProcess<PresenceTalk>;

const plan: Plan = {
  scenario: 'presence',
  users: viewers + visitors,
  rooms: [],
  senders: [],
  inFlight: 0,
  perSecond: null,
  direct: false,
};

/** Everybody is looked at by about as many; each viewer looks at as many as may be. */
function sharesOf({ endpoint, userIds, tokens }: RunningHongyan) {
  const visitorIds = userIds.slice(viewers);
  const { host, port } = endpoint;
  return range(processCount).map((process) => ({
    host,
    port,
    viewers: range(viewers)
      .filter((viewer) => viewer % processCount === process)
      .map((viewer) => ({
        token: tokens[viewer]!,
        userIds: range(watched).map((index) => visitorIds[(viewer * watched + index) % visitors]!),
      })),
    visitors: range(visitors)
      .filter((visitor) => visitor % processCount === process)
      .map((visitor) => ({ userId: visitorIds[visitor]!, token: tokens[viewers + visitor]! })),
  }));
}

interface Move {
  /** From the coming or going of each to the last viewer's knowing it, ascending. */
  times: Float64Array;
  /** Viewers that believe otherwise, by pairs. */
  wrong: number;
  pushed: number;
}

/** Everybody does something; then the viewers are waited for, until nothing has come for some seconds. */
async function move(workers: Worker[], what: 'come' | 'reload' | 'go'): Promise<Move> {
  const moved = await Promise.all(workers.map((worker) => worker.ask({ do: what }, 'moved')));
  const told = await quiet(workers);
  const lastUs = new Map<string, number>();
  for (const one of told) {
    for (const [userId, us] of Object.entries(one.lastUs)) lastUs.set(userId, Math.max(us, lastUs.get(userId) ?? 0));
  }
  const times = moved.flatMap(({ atUs }) =>
    Object.entries(atUs).flatMap(([userId, us]) => (lastUs.has(userId) ? [(lastUs.get(userId)! - us) / 1000] : [])),
  );
  const right = told.reduce((sum, one) => sum + (what === 'go' ? one.offline : one.online), 0);
  const pushed = told.reduce((sum, one) => sum + one.pushed, 0);
  return { times: Float64Array.from(times).sort(), wrong: pairs - right, pushed };
}

/** Longer than the server waits before it says that somebody has gone. */
const quietMs = 7_000;

async function quiet(workers: Worker[]): Promise<Told[]> {
  let last = -1;
  for (let since = Date.now(); ; await sleep(250)) {
    const told = await Promise.all(workers.map((worker) => worker.ask({ do: 'tell' }, 'told')));
    const pushed = told.reduce((sum, one) => sum + one.pushed, 0);
    if (pushed !== last) since = Date.now();
    if (Date.now() - since > quietMs) return told;
    last = pushed;
  }
}

async function measure({ database }: Bench): Promise<Line> {
  const running = await startHongyan(plan, database);
  const workers = range(processCount).map((): Worker => new WorkerProcess<PresenceTalk>(program));
  try {
    const shares = sharesOf(running);
    await Promise.all(workers.map((worker, process) => worker.ask({ do: 'open', share: shares[process]! }, 'open')));
    const before = usageOf(running.pids).cpuSeconds;
    const came = await move(workers, 'come');
    const reloaded = await move(workers, 'reload');
    const gone = await move(workers, 'go');
    const cpu = usageOf(running.pids).cpuSeconds - before;
    return {
      people: visitors,
      viewers,
      come_p50_ms: percentile(came.times, 0.5),
      come_p99_ms: percentile(came.times, 0.99),
      go_p50_ms: percentile(gone.times, 0.5),
      go_p99_ms: percentile(gone.times, 0.99),
      flickers: reloaded.pushed,
      cpu_ms: round((cpu / (4 * visitors)) * 1000, 2),
      rss_mb: round(usageOf(running.pids).rssMb),
      wrong: came.wrong + reloaded.wrong + gone.wrong,
    };
  } finally {
    for (const worker of workers) worker.end();
    await running.stop();
  }
}

export const presence: Scenario = {
  name: 'presence',
  about: '4,500 people come, reload and go, and 500 look at 200 of them each',
  servers: ['hongyan'],
  columns: [
    { field: 'come_p50_ms', title: 'come: p50 ms' },
    { field: 'come_p99_ms', title: 'p99 ms' },
    { field: 'go_p50_ms', title: 'go: p50 ms' },
    { field: 'go_p99_ms', title: 'p99 ms' },
    { field: 'flickers', title: 'flickers' },
    { field: 'cpu_ms', title: 'CPU ms for each coming or going' },
    { field: 'rss_mb', title: 'MB' },
    { field: 'wrong', title: 'wrong' },
  ],
  ratio: null,
  begin: (bench) => async () => [await measure(bench)],
};
