import { expect, test } from 'vitest';
import { rise } from './trend.ts';

test('a line rises by what separates its ends, whatever noise lies upon it', () => {
  expect(rise([7, 7, 7, 7])).toBeCloseTo(0);
  expect(rise([1, 2, 3, 4, 5])).toBeCloseTo(4);
  expect(rise([100, 90, 80])).toBeCloseTo(-20);
  const noisy = Array.from({ length: 101 }, (_, index) => 50 + index + (index % 2 === 0 ? 3 : -3));
  expect(Math.abs(rise(noisy) - 100)).toBeLessThan(1);
  expect(rise([7])).toBe(0);
});
