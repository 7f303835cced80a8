import { expect, test } from 'vitest';
import { statusEnd } from './status-end.ts';

const at = (text: string) => new Date(text).getTime();

test('a status lasts as long as it says', () => {
  const now = at('2026-11-25T14:05:00');
  expect(statusEnd('never', now)).toBeNull();
  expect(statusEnd('halfHour', now)).toBe(at('2026-11-25T14:35:00'));
  expect(statusEnd('hour', now)).toBe(at('2026-11-25T15:05:00'));
  expect(statusEnd('fourHours', now)).toBe(at('2026-11-25T18:05:00'));
});

test('today ends at midnight, the week in the night after Sunday', () => {
  expect(statusEnd('today', at('2026-11-25T14:05:00'))).toBe(at('2026-11-26T00:00:00'));
  expect(statusEnd('today', at('2026-11-30T23:59:59'))).toBe(at('2026-12-01T00:00:00'));
  const monday = at('2026-11-30T00:00:00');
  expect(statusEnd('week', at('2026-11-25T14:05:00'))).toBe(monday);
  expect(statusEnd('week', at('2026-11-29T23:00:00'))).toBe(monday);
  expect(statusEnd('week', at('2026-11-23T00:00:00'))).toBe(monday);
});
