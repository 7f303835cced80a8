import type { RunningPeer } from '../peers/peer.ts';
import type { Plan } from './plan.ts';
import type { Report } from './worker.ts';

export interface Verdict {
  sends_per_s: number;
  deliveries_per_s: number;
  /** From the send to the last receiver. */
  p50_ms: number;
  p95_ms: number;
  p99_ms: number;
  lost: number;
  doubled: number;
  reordered: number;
  damaged: number;
}

/** Counts what every receiver saw against what was sent, and whether all members of a room saw one order. */
export function verify(
  plan: Plan,
  peer: RunningPeer,
  sent: Record<number, number>,
  reports: Report[],
  seconds: number,
): Verdict {
  const seen = reports.flatMap((report) => report.seen);
  const sentTo = plan.rooms.map((_, room) =>
    plan.senders.reduce((sum, sender, index) => sum + (sender.room === room ? (sent[index] ?? 0) : 0), 0),
  );
  let lost = 0;
  const orders = new Map<number, Map<number, number>>();
  for (const one of seen) {
    if (!peer.receives(plan, one.user, one.room)) continue;
    lost += Math.max(0, sentTo[one.room]! - one.seen.received);
    const order = orders.get(one.room) ?? new Map<number, number>();
    orders.set(one.room, order.set(one.seen.orderHash, (order.get(one.seen.orderHash) ?? 0) + 1));
  }
  const total = (what: 'doubled' | 'reordered' | 'damaged' | 'received') =>
    seen.reduce((sum, one) => sum + one.seen[what], 0);
  // Who saw another order than most of the room saw a reordered room.
  const outOfOrder = [...orders.values()].reduce((sum, order) => {
    const counts = [...order.values()];
    return sum + counts.reduce((all, count) => all + count, 0) - Math.max(...counts);
  }, 0);
  const sends = Object.values(sent).reduce((sum, count) => sum + count, 0);
  const latencies = latenciesOf(reports);
  return {
    sends_per_s: Math.round(sends / seconds),
    deliveries_per_s: Math.round(total('received') / seconds),
    p50_ms: percentile(latencies, 0.5),
    p95_ms: percentile(latencies, 0.95),
    p99_ms: percentile(latencies, 0.99),
    lost,
    doubled: total('doubled'),
    reordered: total('reordered') + (lost === 0 ? outOfOrder : 0),
    damaged: total('damaged'),
  };
}

/** Milliseconds from each send to its last receiver, ascending. */
function latenciesOf(reports: Report[]): Float64Array {
  const last = new Map<string, { sentUs: number; lastUs: number }>();
  for (const { arrivals } of reports) {
    for (const { sender, sentUs, lastUs } of arrivals) {
      sentUs.forEach((from, n) => {
        const key = `${sender}/${n}`;
        const before = last.get(key);
        if (!before) last.set(key, { sentUs: from, lastUs: lastUs[n]! });
        else before.lastUs = Math.max(before.lastUs, lastUs[n]!);
      });
    }
  }
  return Float64Array.from([...last.values()], ({ sentUs, lastUs }) => (lastUs - sentUs) / 1000).sort();
}

/** Of ascending milliseconds, the one below which a share of them lies; 0 without any. */
export function percentile(sorted: Float64Array, share: number): number {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return value === undefined ? 0 : Math.round(value * 10) / 10;
}
