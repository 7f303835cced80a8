import type { Scenario } from '../scenarios/scenario.ts';
import { goalsTable } from './goals.ts';
import { keepResults, type Results } from './results.ts';
import { writeSection } from './sections.ts';
import { tablesOf } from './tables.ts';

const readme = new URL('../README.md', import.meta.url);
const performance = new URL('../../docs/performance.md', import.meta.url);

/** Keeps what was measured, and writes the tables of the README and of docs/performance.md anew from all that is kept. */
export function writeReport(scenarios: readonly Scenario[], news: Results): void {
  const all = keepResults(news);
  writeSection(readme, 'results', tablesOf(scenarios, all));
  writeSection(performance, 'goals', goalsTable(all));
}
