import { expect, test } from 'vitest';
import { Lookup } from './lookup.ts';

function lookup() {
  const asked: string[][] = [];
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const all = new Lookup(async (keys) => {
    asked.push(keys);
    await held;
    if (keys.includes('bad')) throw new Error('no database');
    return new Map(keys.filter((key) => key !== 'nobody').map((key) => [key, key.toUpperCase()]));
  });
  return { all, asked, release };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('what is asked together, and while others are on their way, is asked once', async () => {
  const { all, asked, release } = lookup();
  const answers = [all.get('a'), all.get('b'), all.get('a')];
  await turn();
  answers.push(all.get('c'));
  await turn();
  for (const key of ['d', 'e', 'd', 'nobody']) answers.push(all.get(key));
  await turn();
  expect(asked).toEqual([['a', 'b'], ['c']]);
  release();
  expect(await Promise.all(answers)).toEqual(['A', 'B', 'A', 'C', 'D', 'E', 'D', undefined]);
  expect(asked).toEqual([['a', 'b'], ['c'], ['d', 'e', 'nobody']]);
});

test('an error is told to those who asked, and the next are answered', async () => {
  const { all, release } = lookup();
  release();
  const failed = await Promise.allSettled([all.get('bad'), all.get('a')]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await all.get('a')).toBe('A');
});

test('a crowd is asked for in parts', async () => {
  const { all, asked, release } = lookup();
  release();
  const keys = Array.from({ length: 1_000 }, (_, index) => `k${index}`);
  expect(await Promise.all(keys.map((key) => all.get(key)))).toEqual(keys.map((key) => key.toUpperCase()));
  expect(Math.max(...asked.map((part) => part.length))).toBeLessThanOrEqual(200);
});
