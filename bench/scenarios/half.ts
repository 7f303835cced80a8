import { plans } from '../load/plan.ts';
import type { Peer } from '../peers/peer.ts';
import type { Scenario } from './scenario.ts';
import { measureSends } from './send.ts';

/**
 * `rooms` at a fixed pace: half of what one server takes at most, which is measured at the beginning of the round. All
 * are sent at planned moments and counted from those.
 */
export function half(name: string, of: Peer): Scenario {
  return {
    name,
    about: `\`rooms\` at half of the most that ${of.name} takes; counted from the moment at which each was to be sent`,
    servers: ['hongyan', of.name],
    columns: [
      { field: 'offered_per_s', title: 'offered/s' },
      { field: 'sends_per_s', title: 'sends/s' },
      { field: 'p50_ms', title: 'p50 ms' },
      { field: 'p95_ms', title: 'p95 ms' },
      { field: 'p99_ms', title: 'p99 ms' },
      { field: 'cpu_s_per_1000', title: 'CPU s / 1,000' },
      { field: 'wrong', title: 'wrong' },
    ],
    ratio: { field: 'p99_ms', title: 'Hongyan’s p99 ÷ this', more: false },
    begin(bench) {
      const plan = plans['rooms']!();
      let peak: Promise<number> | null = null;
      const measurePeak = async () => Number((await measureSends(plan, of, bench))['sends_per_s']);
      return async (peer) => {
        if (of.missing()) return [{ skipped: `it is half of ${of.name}'s load, and ${of.missing()}` }];
        const offered = (await (peak ??= measurePeak())) / 2;
        const perSecond = offered / plan.senders.length;
        const line = await measureSends({ ...plan, scenario: name, perSecond }, peer, bench);
        return [{ offered_per_s: Math.round(offered), ...line }];
      };
    },
  };
}
