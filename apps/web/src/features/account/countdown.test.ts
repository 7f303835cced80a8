import { expect, test } from 'vitest';
import { countdownText } from './countdown.ts';

test('counts down in minutes and seconds, and in hours when there are any', () => {
  expect(countdownText(42_000)).toBe('0:42');
  expect(countdownText(60_000)).toBe('1:00');
  expect(countdownText(3_599_000)).toBe('59:59');
  expect(countdownText(3_600_000)).toBe('1:00:00');
  expect(countdownText(7_325_000)).toBe('2:02:05');
});

test('rounds up, so that it never says 0:00 before the time has come', () => {
  expect(countdownText(1)).toBe('0:01');
  expect(countdownText(59_001)).toBe('1:00');
  expect(countdownText(0)).toBe('0:00');
  expect(countdownText(-5_000)).toBe('0:00');
});
