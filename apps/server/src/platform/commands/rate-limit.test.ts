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

describe('a limit on several nodes', () => {
  /** Two nodes, each of which tells the other at once. */
  function shared(count: number, untold: number) {
    const clock = { time: 1_000_000, now: () => clock.time };
    const rate = { count, perMs: 60_000 };
    const told: number[] = [];
    const make = (other: () => RateLimit) =>
      new RateLimit(clock, rate, {
        untold: () => untold,
        tell: (key, taken) => {
          told.push(taken);
          other().takenElsewhere(key, taken);
        },
      });
    const one: RateLimit = make(() => two);
    const two: RateLimit = make(() => one);
    return { clock, one, two, told };
  }

  test('counts what was taken on any of them, and says rightly how long to wait', () => {
    const { clock, one, two } = shared(3, 0);
    expect([one, two, one].map((limit) => limit.tryTake('a'))).toEqual([true, true, true]);
    for (const limit of [one, two])
      expect(() => limit.take('a')).toThrow(expect.objectContaining({ params: { seconds: 20 } }));
    clock.time += 20_000;
    expect(two.tryTake('a')).toBe(true);
    expect(one.tryTake('a')).toBe(false);
    expect(one.tryTake('b')).toBe(true);
  });

  test('tells only what is enough to matter, and then all of it', () => {
    const { one, two, told } = shared(100, 9);
    for (let times = 0; times < 25; times += 1) one.take('a');
    expect(told).toEqual([10, 10]);
    for (let times = 0; times < 80; times += 1) two.take('a');
    expect(two.tryTake('a')).toBe(false);
  });

  test('makes nobody wait longer than for a full one, whatever others took', () => {
    const { one } = shared(3, 0);
    one.takenElsewhere('a', 1_000);
    expect(() => one.take('a')).toThrow(expect.objectContaining({ params: { seconds: 80 } }));
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
