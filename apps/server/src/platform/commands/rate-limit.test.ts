import { ProblemError } from '@hongyan/protocol';
import { describe, expect, test } from 'vitest';
import { addressKey, RateLimit } from './rate-limit.ts';

/** A limit of three a minute, by a clock that stands still. */
function limited() {
  const clock = { time: 1_000_000, now: () => clock.time };
  const limit = new RateLimit(clock, { count: 3, perMs: 60_000 });
  /** 0 if there was one, else the seconds to wait. */
  const take = (key = 'a'): number => {
    try {
      limit.take(key);
      return 0;
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'rate_limited') throw error;
      return Number(error.params['seconds']);
    }
  };
  return { clock, limit, take };
}

describe('a rate limit', () => {
  test('gives what it has, then says how long to wait, which is right', () => {
    const { clock, take } = limited();
    expect([take(), take(), take()]).toEqual([0, 0, 0]);
    expect(take()).toBe(20);
    clock.time += 19_000;
    expect(take()).toBe(1);
    clock.time += 1_000;
    expect(take()).toBe(0);
    expect(take()).toBe(20);
  });

  test('counts each key alone, and never gives more than its count', () => {
    const { clock, take } = limited();
    for (const key of ['a', 'b']) expect([take(key), take(key), take(key)]).toEqual([0, 0, 0]);
    clock.time += 3_600_000;
    expect([take(), take(), take(), take()]).toEqual([0, 0, 0, 20]);
  });

  test('neither gives nor takes when the clock goes back', () => {
    const { clock, take } = limited();
    expect([take(), take()]).toEqual([0, 0]);
    clock.time -= 3_600_000;
    expect([take(), take()]).toEqual([0, 20]);
  });

  test('forgets the oldest when there are too many', () => {
    const { take } = limited();
    for (let index = 0; index < 50_000; index += 1) take(`old ${index}`);
    for (let times = 0; times < 3; times += 1) take('mine');
    for (let index = 0; index < 80_000; index += 1) take(`new ${index}`);
    expect(take('mine')).toBe(20);
  });
});

describe('what an address is counted by', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002:ffff::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s is %s', (address, key) => {
    expect(addressKey(address)).toBe(key);
  });
});
