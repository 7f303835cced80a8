import type { Line, Scenario } from '../scenarios/scenario.ts';
import type { Circumstances, Result, Results } from './results.ts';
import { tableOf } from './sections.ts';
import { spreadOf, writtenSpread } from './statistics.ts';

/** The tables of all scenarios that were measured. */
export function tablesOf(scenarios: readonly Scenario[], { circumstances, results }: Results): string {
  const parts = scenarios.flatMap((scenario) => {
    const own = circumstances.find((one) => one.scenario === scenario.name);
    const lines = results.filter((one) => one.scenario === scenario.name);
    return own ? [sectionOf(scenario, own, lines)] : [];
  });
  const machines = [...new Set(circumstances.map(({ machine, versions }) => `${machine}; ${versions}.`))];
  return [...parts, ...machines].join('\n\n');
}

function sectionOf(scenario: Scenario, { measuredOn, commit, seconds }: Circumstances, results: Result[]): string {
  const rounds = new Set(results.map(({ round }) => round)).size;
  const head = `### \`${scenario.name}\`\n\n${capital(scenario.about)}. ${rounds} runs of ${seconds} s on ${measuredOn}${commit && `, at ${commit}`}.`;
  const titles = [
    'server',
    ...scenario.columns.map(({ title }) => title),
    ...(scenario.ratio ? [scenario.ratio.title] : []),
  ];
  const groups = Map.groupBy(results, ({ server, line }) => `${server}/${variantOf(scenario, line)}`);
  const rows = [...groups.values()].map((group) => rowOf(scenario, group, results));
  return `${head}\n\n${tableOf(titles, rows)}`;
}

const variantOf = ({ variant }: Scenario, line: Line) => (variant ? line[variant] : undefined);

function rowOf(scenario: Scenario, group: Result[], all: Result[]): string[] {
  const { server, line } = group[0]!;
  const unmeasured = line['skipped'] ?? line['failed'];
  if (unmeasured !== undefined) return [server, `not measured: ${unmeasured}`];
  const cells = scenario.columns.map(({ field }) => cellOf(group.map((one) => one.line[field])));
  if (!scenario.ratio) return [server, ...cells];
  const ratios = server === 'hongyan' ? [] : ratiosTo(scenario.ratio.field, group, all);
  const spread = spreadOf(ratios);
  return [server, ...cells, spread ? writtenSpread(spread) : ''];
}

function cellOf(values: (Line[string] | undefined)[]): string {
  const numbers = values.filter((value) => typeof value === 'number');
  const spread = spreadOf(numbers);
  return spread ? writtenSpread(spread) : String(values[0] ?? '');
}

/** Hongyan's figure over this server's, of each round: only what was measured in one round is compared. */
function ratiosTo(field: string, group: Result[], all: Result[]): number[] {
  return group.flatMap(({ round, line }) => {
    const ours = all.find((one) => one.round === round && one.server === 'hongyan')?.line[field];
    const theirs = line[field];
    return typeof ours === 'number' && typeof theirs === 'number' && theirs > 0 ? [ours / theirs] : [];
  });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
