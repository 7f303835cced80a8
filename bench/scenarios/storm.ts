import { setTimeout as sleep } from 'node:timers/promises';
import { nowUs } from '../load/marks.ts';
import { type Plan, range } from '../load/plan.ts';
import { usageOf } from '../load/processes.ts';
import type { StormReport, StormTalk } from '../load/storm-worker.ts';
import { WorkerProcess } from '../load/worker-process.ts';
import { type RunningHongyan, startHongyan } from '../peers/hongyan.ts';
import { type Bench, type Line, round, type Scenario } from './scenario.ts';

const clients = 2_000;
const membersOfRoom = 20;
const writersOfRoom = 2;
const messagesOfWriter = 3;
const messagesOfRoom = writersOfRoom * messagesOfWriter;
const processCount = 2;
const pollMs = 25;
const giveUpMs = 120_000;
const program = new URL('../load/storm-worker.ts', import.meta.url);
type Worker = WorkerProcess<StormTalk>;

const plan: Plan = {
  scenario: 'storm',
  users: clients,
  rooms: range(clients / membersOfRoom).map((room) => range(membersOfRoom, room * membersOfRoom)),
  senders: [],
  inFlight: 0,
  perSecond: null,
  direct: false,
};

/** By process, its clients: whole rooms. */
const groups = range(processCount).map((process) =>
  range(clients).filter((user) => Math.floor(user / membersOfRoom) % processCount === process),
);

async function openAll(running: RunningHongyan, workers: Worker[]): Promise<void> {
  const opened = workers.map((worker, process) => {
    const own = groups[process]!.map((user) => ({
      token: running.tokens[user]!,
      roomId: running.roomIds[Math.floor(user / membersOfRoom)]!,
    }));
    return worker.ask({ do: 'open', url: running.url, clients: own }, 'open');
  });
  await Promise.all(opened);
}

/** All lose their line, come back by themselves, and are waited for until they hold `messages` of their room. */
async function weather(
  workers: Worker[],
  messages: number,
  meanwhile: () => Promise<void>,
): Promise<{ startUs: number; sentIds: Set<string>; reports: StormReport[] }> {
  const startUs = nowUs();
  const writers = groups.map((own) =>
    own.flatMap((user, index) => (user % membersOfRoom < writersOfRoom ? [index] : [])),
  );
  const cuts = workers.map((worker, process) =>
    worker.ask({ do: 'cut', writers: writers[process]!, messages: messagesOfWriter }, 'cut'),
  );
  const sentIds = new Set((await Promise.all(cuts)).flatMap((cut) => cut.sentIds));
  await meanwhile();
  for (let consistent = 0; consistent < clients && nowUs() - startUs < giveUpMs * 1000; await sleep(pollMs)) {
    const parts = await Promise.all(workers.map((worker) => worker.ask({ do: 'progress', messages }, 'progress')));
    consistent = parts.reduce((sum, part) => sum + part.consistent, 0);
  }
  const reports = await Promise.all(workers.map((worker) => worker.ask({ do: 'report' }, 'report')));
  return { startUs, sentIds, reports };
}

/** How many clients do not show exactly what was said in their room, in the order in which the others show it. */
function wrongOf(reports: StormReport[], sentIds: ReadonlySet<string>, messages: number): number {
  const firstOfRoom = new Map<number, string>();
  return reports
    .flatMap(({ shown }, process) => shown.map((ids, index) => ({ ids, user: groups[process]![index]! })))
    .filter(({ ids, user }) => {
      const room = Math.floor(user / membersOfRoom);
      const order = ids.join();
      if (!firstOfRoom.has(room)) firstOfRoom.set(room, order);
      const isWhole = ids.length === messages && new Set(ids).size === messages && ids.every((id) => sentIds.has(id));
      return !isWhole || order !== firstOfRoom.get(room);
    }).length;
}

async function measure({ database }: Bench): Promise<Line[]> {
  const running = await startHongyan(plan, database);
  const workers = range(processCount).map((): Worker => new WorkerProcess<StormTalk>(program));
  try {
    await openAll(running, workers);
    const lines: Line[] = [];
    const saidIds = new Set<string>();
    for (const lost of ['lines', 'server'] as const) {
      const messages = messagesOfRoom * (lines.length + 1);
      let backUs = 0;
      let cpuBefore = usageOf(running.pids).cpuSeconds;
      const { startUs, sentIds, reports } = await weather(workers, messages, async () => {
        if (lost === 'server') {
          await running.crash();
          cpuBefore = usageOf(running.pids).cpuSeconds;
        }
        backUs = nowUs();
      });
      for (const id of sentIds) saidIds.add(id);
      const lastUs = Math.max(...reports.map((report) => report.lastUs));
      lines.push({
        lost,
        clients,
        consistent_s: round((lastUs - (lost === 'server' ? backUs : startUs)) / 1e6, 2),
        away_s: lost === 'server' ? round((backUs - startUs) / 1e6, 2) : 0,
        cpu_s: round(usageOf(running.pids).cpuSeconds - cpuBefore, 2),
        slowest_request_ms: Math.round(Math.max(...reports.map((report) => report.slowestMs))),
        slowest_open_ms: Math.round(Math.max(...reports.map((report) => report.slowestOpenMs))),
        wrong: wrongOf(reports, saidIds, messages),
      });
    }
    return lines;
  } finally {
    for (const worker of workers) worker.end();
    await running.stop();
  }
}

export const storm: Scenario = {
  name: 'storm',
  about:
    '2,000 SDK clients lose their line at once, because of the network or because the server is killed and started anew; ' +
    'one in ten has messages to send',
  servers: ['hongyan'],
  variant: 'lost',
  columns: [
    { field: 'lost', title: 'what is lost' },
    { field: 'away_s', title: 'server away, s' },
    { field: 'consistent_s', title: 'then until all are consistent, s' },
    { field: 'cpu_s', title: 'CPU s' },
    { field: 'slowest_request_ms', title: 'slowest request, ms' },
    { field: 'slowest_open_ms', title: 'slowest opening, ms' },
    { field: 'wrong', title: 'wrong' },
  ],
  ratio: null,
  begin: (bench) => () => measure(bench),
};
