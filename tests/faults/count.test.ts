import { expect, it } from 'vitest';
import { countFaults } from './count.ts';

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
