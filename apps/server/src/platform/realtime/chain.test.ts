import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Chain } from './chain.ts';
import type { Push } from './record.ts';

const push = (from: number, to = from + 1): Push => ({ from, to, frame: Buffer.from(`${from}-${to}`) });
const shown = (pushes: readonly Push[]) => pushes.map(({ from, to }) => `${from}-${to}`);

test('lets go what follows, and holds what comes too early until the one before it has come', () => {
  const chain = new Chain();
  expect(chain.reach(5)).toEqual([]);
  expect(shown(chain.offer(push(5)))).toEqual(['5-6']);
  expect(chain.offer(push(8, 10))).toEqual([]);
  expect(chain.offer(push(7))).toEqual([]);
  expect(chain.isWaiting).toBe(true);
  expect(shown(chain.offer(push(6)))).toEqual(['6-7', '7-8', '8-10']);
  expect(chain.isWaiting).toBe(false);
  expect(chain.head).toBe(10);
});

test('lets nothing go before it is known where it begins', () => {
  const chain = new Chain();
  expect(chain.offer(push(4))).toEqual([]);
  expect(chain.offer(push(3))).toEqual([]);
  expect(chain.head).toBe(null);
  expect(shown(chain.reach(4))).toEqual(['3-4', '4-5']);
});

test('goes on without what never came, once it is known by other means', () => {
  const chain = new Chain();
  chain.reach(1);
  expect(chain.offer(push(3))).toEqual([]);
  expect(shown(chain.reach(4))).toEqual(['3-4']);
  // It comes after all: harmless, and wanted by whoever missed it.
  expect(shown(chain.offer(push(1)))).toEqual(['1-2']);
  expect(chain.head).toBe(4);
});

test('holds whatever it is told to until the next look', () => {
  const chain = new Chain();
  chain.reach(1);
  chain.hold(push(1));
  expect(chain.head).toBe(1);
  expect(shown(chain.reach(1))).toEqual(['1-2']);
});

test('holds no more than it may, and finds its way again', () => {
  const chain = new Chain();
  chain.reach(1);
  for (let from = 2; from < 2_000; from += 1) chain.offer(push(from));
  expect(chain.reach(2_000).length).toBeLessThan(1_000);
  expect(shown(chain.offer(push(2_000)))).toEqual(['2000-2001']);
});

test('lets all go in order, however they come', () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray(
        Array.from({ length: 30 }, (_, from) => from),
        { minLength: 30 },
      ),
      (order) => {
        const chain = new Chain();
        chain.reach(0);
        const out = order.flatMap((from) => chain.offer(push(from)));
        expect(out.map(({ from }) => from)).toEqual(Array.from({ length: 30 }, (_, from) => from));
      },
    ),
  );
});
