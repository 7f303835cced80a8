export const statusEnds = ['never', 'halfHour', 'hour', 'fourHours', 'today', 'week'] as const;
export type StatusEnd = (typeof statusEnds)[number];

const minute = 60_000;

/** When a status ends that is set now: a time (ms), or null for never. Days and weeks (from Monday) are the reader's. */
export function statusEnd(end: StatusEnd, now: number): number | null {
  if (end === 'never') return null;
  if (end === 'halfHour') return now + 30 * minute;
  if (end === 'hour') return now + 60 * minute;
  if (end === 'fourHours') return now + 240 * minute;
  const day = new Date(now);
  const daysLeft = end === 'today' ? 1 : 7 - ((day.getDay() + 6) % 7);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + daysLeft).getTime();
}
