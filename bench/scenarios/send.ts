import { drive } from '../load/drive.ts';
import { type Plan, plans } from '../load/plan.ts';
import { startHongyanNodes } from '../peers/hongyan.ts';
import type { Peer, RunningPeer } from '../peers/peer.ts';
import { findProgram } from '../peers/program.ts';
import { type Bench, type Column, type Line, round, type Scenario } from './scenario.ts';

const columns: Column[] = [
  { field: 'sends_per_s', title: 'sends/s' },
  { field: 'deliveries_per_s', title: 'deliveries/s' },
  { field: 'p50_ms', title: 'p50 ms' },
  { field: 'p99_ms', title: 'p99 ms' },
  { field: 'cpu_s_per_1000', title: 'CPU s / 1,000' },
  { field: 'cpu_us_per_delivery', title: 'CPU µs / delivery' },
  { field: 'rss_mb', title: 'MB' },
  { field: 'wrong', title: 'wrong' },
];

/** Runs a plan on a server that is started for it. `wrong` is lost, doubled, reordered and damaged together. */
export async function measureSends(plan: Plan, peer: Peer, { database, seconds }: Bench): Promise<Line> {
  return measureRunning(plan, await peer.start(plan, database), seconds);
}

async function measureRunning(plan: Plan, running: RunningPeer, seconds: number): Promise<Line> {
  try {
    const { cpu_s, ...outcome } = await drive(plan, running, seconds);
    const { sends_per_s, deliveries_per_s, lost, doubled, reordered, damaged } = outcome;
    const each = (count: number, unit: number) => (count === 0 ? 0 : (cpu_s / (count * outcome.seconds)) * unit);
    return {
      ...outcome,
      wrong: lost + doubled + reordered + damaged,
      seconds: round(outcome.seconds, 2),
      rss_mb: round(outcome.rss_mb),
      cpu_s_per_1000: round(each(sends_per_s, 1_000), 3),
      cpu_us_per_delivery: round(each(deliveries_per_s, 1e6), 2),
    };
  } finally {
    await running.stop();
  }
}

function scenario(name: keyof typeof plans, about: string, servers: string[]): Scenario {
  return {
    name,
    about,
    servers,
    columns,
    ratio: { field: 'sends_per_s', title: 'Hongyan ÷ this', more: true },
    begin: (bench) => async (peer) => [await measureSends(plans[name]!(), peer, bench)],
  };
}

const stack = ['hongyan', 'bare', 'socket.io'];
const xmpp = ['ejabberd+archive', 'ejabberd', 'prosody+archive', 'prosody'];

/** Those in which messages are sent as fast as they are taken. */
export const sendScenarios: Scenario[] = [
  scenario('rooms', '200 people in 10 rooms of 20; 2 in each send, 8 in flight', [...stack, ...xmpp]),
  scenario('direct', '100 pairs; one of each sends, 8 in flight', [...stack, ...xmpp]),
  scenario('room10', 'one room of 10; all send, 8 in flight', ['hongyan', 'bare']),
  scenario('room100', 'one room of 100; 10 send, 8 in flight', ['hongyan', 'bare']),
  scenario('bigroom', 'one room of 1,000; 10 send, 8 in flight', [...stack, 'ejabberd+archive', 'ejabberd']),
  scenario('hugeroom', 'one room of 10,000; 10 send, 8 in flight', stack),
];

/** The same over one, two and three nodes: what it costs that they tell each other. */
export const nodes: Scenario = {
  name: 'nodes',
  about: '`rooms` over 1, 2 and 3 nodes with NATS between them; CPU of all of them, NATS and PostgreSQL',
  servers: ['hongyan'],
  columns: [{ field: 'nodes', title: 'nodes' }, ...columns],
  ratio: null,
  variant: 'nodes',
  begin: (bench) => async () => {
    if (!findProgram('nats-server')) throw new Error('nats-server is not installed (Debian: apt install nats-server)');
    const lines: Line[] = [];
    for (const count of [1, 2, 3]) {
      const plan = plans['rooms']!();
      const running = await startHongyanNodes(plan, bench.database, count);
      lines.push({ nodes: count, ...(await measureRunning(plan, running, bench.seconds)) });
    }
    return lines;
  },
};
