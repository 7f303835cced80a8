import { expect, it } from 'vitest';
import { countFaults, countUndetected } from './count.ts';

it('finds what is lost, doubled and reordered', () => {
  const sent = new Map([
    ['anna', 4],
    ['bao', 3],
  ]);
  expect(countFaults(['anna 1', 'bao 1', 'anna 2', 'anna 3', 'bao 2', 'anna 4', 'bao 3'], sent)).toEqual({
    sent: 7,
    lost: 0,
    doubled: 0,
    reordered: 0,
  });
  expect(countFaults(['anna 1', 'anna 3', 'anna 2', 'anna 2', 'bao 1'], sent)).toEqual({
    sent: 7,
    lost: 3,
    doubled: 1,
    reordered: 1,
  });
});

it('finds what is missing at the end that is shown, and what is shown and not so', () => {
  const all = [1, 2, 3, 4].map((seq) => ({ seq, id: `m${seq}`, rev: seq, text: `${seq}` }));
  const [, two, three, four] = all;
  expect(countUndetected([two!, three!, four!], all)).toBe(0);
  expect(countUndetected([two!, four!], all)).toBe(1);
  expect(countUndetected([two!, three!], all)).toBe(1);
  expect(countUndetected([three!, { ...four!, rev: 3 }], all)).toBe(2);
  expect(countUndetected([...all, { seq: 5, id: 'm5', rev: 5, text: '5' }], all)).toBe(1);
});
