import { describe, expect, test } from 'vitest';
import type { Scenario } from '../scenarios/scenario.ts';
import { goalsTable } from './goals.ts';
import type { Circumstances, Result } from './results.ts';
import { spreadOf, writtenSpread } from './statistics.ts';
import { tablesOf } from './tables.ts';

const scenario: Scenario = {
  name: 'rooms',
  about: 'people talk',
  servers: ['hongyan', 'bare'],
  columns: [{ field: 'sends_per_s', title: 'sends/s' }],
  ratio: { field: 'sends_per_s', title: 'Hongyan ÷ this', more: true },
  begin: () => () => Promise.resolve([]),
};
const circumstances: Circumstances = {
  scenario: 'rooms',
  measuredOn: '2026-11-25',
  commit: 'abc',
  seconds: 5,
  machine: 'a machine',
  versions: 'some versions',
};
/** Two rounds, of which the second was slow for both. */
const results: Result[] = [
  ['hongyan', 1, 600],
  ['bare', 1, 1_000],
  ['hongyan', 2, 80],
  ['bare', 2, 100],
].map(([server, round, sends_per_s]) => ({
  scenario: 'rooms',
  server: String(server),
  round: Number(round),
  line: { sends_per_s: Number(sends_per_s) },
}));

describe('the tables', () => {
  test('say the median and the ends, and ratios of the same round alone', () => {
    const text = tablesOf([scenario], { circumstances: [circumstances], results });
    expect(text).toContain('People talk. 2 runs of 5 s on 2026-11-25, at abc.');
    expect(text).toContain('| hongyan | 340 (80–600) |  |');
    // 0.6 and 0.8; of all figures together it would be 0.62.
    expect(text).toContain('| bare | 550 (100–1,000) | 0.7 (0.6–0.8) |');
    expect(text).toContain('a machine; some versions.');
  });

  test('say why something was not measured', () => {
    const skipped: Result = { scenario: 'rooms', server: 'bare', round: 1, line: { skipped: 'it is not installed' } };
    expect(tablesOf([scenario], { circumstances: [circumstances], results: [skipped] })).toContain(
      '| bare | not measured: it is not installed |',
    );
  });

  test('of the goals tell what is met, what is missed and what nobody measured', () => {
    const lines = goalsTable({ circumstances: [], results }).split('\n');
    expect(lines.find((line) => line.includes('`rooms`') && line.includes('bare'))).toMatch(/0\.7 .*met \|$/);
    expect(lines.find((line) => line.includes('`history`'))).toMatch(/not measured/);
  });
});

test('the middle of an even number of runs lies between two', () => {
  expect(writtenSpread(spreadOf([4, 1, 2, 3])!)).toBe('2.5 (1–4)');
  expect(spreadOf([])).toBeNull();
});
