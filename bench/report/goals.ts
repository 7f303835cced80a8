import type { Result, Results } from './results.ts';
import { tableOf } from './sections.ts';
import { spreadOf, writtenSpread } from './statistics.ts';

interface Goal {
  what: string;
  goal: string;
  /** One figure a round. */
  measured(results: Result[]): number[];
  isMet(median: number): boolean;
  unit: string;
}

type Side = [scenario: string, server: string, field: string];

const atLeast = (least: number) => (median: number) => median >= least;
const atMost = (most: number) => (median: number) => median <= most;

function figures(results: Result[], [scenario, server, field]: Side, variant: Record<string, unknown> = {}) {
  return new Map(
    results
      .filter((one) => one.scenario === scenario && one.server === server)
      .filter(({ line }) => Object.entries(variant).every(([key, value]) => line[key] === value))
      .flatMap(({ round, line }) => (typeof line[field] === 'number' ? [[round, line[field]] as const] : [])),
  );
}

type Variant = Record<string, unknown>;

/** One figure over another, of each round in which both were measured. */
const ratio = (above: Side, below: Side, aboveIs?: Variant, belowIs?: Variant) => (results: Result[]) => {
  const others = figures(results, below, belowIs);
  return [...figures(results, above, aboveIs)].flatMap(([round, value]) => {
    const other = others.get(round);
    return other === undefined || other === 0 ? [] : [value / other];
  });
};

const figure = (side: Side, variant?: Record<string, unknown>) => (results: Result[]) => [
  ...figures(results, side, variant).values(),
];

const sends = (scenario: string, server: string): Side => [scenario, server, 'sends_per_s'];

function faster(scenario: string, server: string, times: number, than: string): Goal {
  return {
    what: `\`${scenario}\`: sends a second, as against ${than}`,
    goal: `≥ ${times} ×`,
    measured: ratio(sends(scenario, 'hongyan'), sends(scenario, server)),
    isMet: atLeast(times),
    unit: ' ×',
  };
}

const goals: Goal[] = [
  faster('rooms', 'ejabberd+archive', 12, 'ejabberd with archive'),
  faster('rooms', 'ejabberd', 6, 'ejabberd that stores nothing'),
  faster('direct', 'ejabberd+archive', 10, 'ejabberd with archive'),
  faster('direct', 'ejabberd', 1.5, 'ejabberd that stores nothing'),
  faster('rooms', 'bare', 0.65, 'bare'),
  faster('bigroom', 'bare', 0.65, 'bare'),
  {
    what: '`half`: p99, as against ejabberd with archive at half of its most',
    goal: '≤ 0.3 ×',
    measured: ratio(['half', 'hongyan', 'p99_ms'], ['half', 'ejabberd+archive', 'p99_ms']),
    isMet: atMost(0.3),
    unit: ' ×',
  },
  {
    what: '`half-unstored`: p99, as against ejabberd that stores nothing at half of its most',
    goal: '≤ 0.3 ×',
    measured: ratio(['half-unstored', 'hongyan', 'p99_ms'], ['half-unstored', 'ejabberd', 'p99_ms']),
    isMet: atMost(0.3),
    unit: ' ×',
  },
  {
    what: '`idle`: resident bytes of a connection',
    goal: '≤ 20,000',
    measured: figure(['idle', 'hongyan', 'rss_bytes']),
    isMet: atMost(20_000),
    unit: '',
  },
  {
    what: '`idle`: resident bytes of a connection, as against bare',
    goal: '≤ 1.7 ×',
    measured: ratio(['idle', 'hongyan', 'rss_bytes'], ['idle', 'bare', 'rss_bytes']),
    isMet: atMost(1.7),
    unit: ' ×',
  },
  {
    what: '`storm`: all of 2,000 are consistent after',
    goal: '≤ 5 s',
    measured: figure(['storm', 'hongyan', 'consistent_s'], { lost: 'lines' }),
    isMet: atMost(5),
    unit: ' s',
  },
  {
    what: '`storm`: the slowest request',
    goal: '≤ 2,000 ms',
    measured: figure(['storm', 'hongyan', 'slowest_request_ms'], { lost: 'lines' }),
    isMet: atMost(2_000),
    unit: ' ms',
  },
  {
    what: '`catchup` of 1,000 changes: round trips',
    goal: '1',
    measured: figure(['catchup', 'hongyan', 'round_trips'], { behind: 1_000 }),
    isMet: atMost(1),
    unit: '',
  },
  {
    what: '`catchup` of 1,000 changes: server time',
    goal: '≤ 30 ms',
    measured: figure(['catchup', 'hongyan', 'server_ms'], { behind: 1_000 }),
    isMet: atMost(30),
    unit: ' ms',
  },
  {
    what: '`history`: 95 of 100 pages of a million messages',
    goal: '≤ 10 ms',
    measured: figure(['history', 'hongyan', 'p95_ms']),
    isMet: atMost(10),
    unit: ' ms',
  },
  {
    what: 'processor time of a delivery in a room of 1,000, as against one of 10',
    goal: '< 1 ×',
    measured: ratio(['bigroom', 'hongyan', 'cpu_us_per_delivery'], ['room10', 'hongyan', 'cpu_us_per_delivery']),
    isMet: (median) => median < 1,
    unit: ' ×',
  },
  ...[2, 3].map((count) => ({
    what: `\`nodes\`: processor time of a delivery over ${count} nodes, as against one`,
    goal: '≤ 1.3 ×',
    measured: ratio(
      ['nodes', 'hongyan', 'cpu_us_per_delivery'],
      ['nodes', 'hongyan', 'cpu_us_per_delivery'],
      { nodes: count },
      { nodes: 1 },
    ),
    isMet: atMost(1.3),
    unit: ' ×',
  })),
];

/** The goals beside what was measured last. */
export function goalsTable({ results }: Results): string {
  const rows = goals.map(({ what, goal, measured, isMet, unit }) => {
    const spread = spreadOf(measured(results));
    if (!spread) return [what, goal, 'not measured', ''];
    return [what, goal, `${writtenSpread(spread)}${unit}`, isMet(spread.median) ? 'met' : 'missed'];
  });
  return tableOf(['', 'goal', 'measured', ''], rows);
}
