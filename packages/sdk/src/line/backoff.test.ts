import { expect, it } from 'vitest';
import { Backoff } from './backoff.ts';

it('waits anywhere up to a bound that doubles to a maximum, until it is reset', () => {
  const bounds = [100, 200, 400, 800, 1_000, 1_000];
  const waits = bounds.map(() => 0);
  for (let round = 0; round < 500; round += 1) {
    const backoff = new Backoff(100, 1_000);
    bounds.forEach((bound, index) => {
      const wait = backoff.next();
      expect(wait).toBeLessThan(bound);
      waits[index] = Math.max(waits[index]!, wait);
    });
    backoff.reset();
    expect(backoff.next()).toBeLessThan(100);
  }
  // The whole range is used.
  bounds.forEach((bound, index) => expect(waits[index]).toBeGreaterThan(bound * 0.8));
});
