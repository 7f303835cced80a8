/**
 * `npm run bench -- [--scenario NAME] [--peers] [--server NAME] [--seconds N] [--runs N] [--write] [--statements]`:
 * one JSON line for each run, scenario and server. In each run the servers are measured one after the other.
 */
import { parseArgs } from 'node:util';
import { type CountingDatabase, startDatabase } from './peers/database.ts';
import { endAll } from './peers/endings.ts';
import type { Peer } from './peers/peer.ts';
import { circumstancesOf, type Result } from './report/results.ts';
import { writeReport } from './report/write.ts';
import { peers, scenarios } from './scenarios/index.ts';
import type { Line, Scenario } from './scenarios/scenario.ts';

const { values } = parseArgs({
  options: {
    scenario: { type: 'string', multiple: true },
    server: { type: 'string', multiple: true },
    peers: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '5' },
    runs: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
    statements: { type: 'boolean', default: false },
  },
});

/** Those of a list that were named, all of them without a name. @throws for a name that is none */
function named<T extends { name: string }>(all: readonly T[], what: string, names: string[] | undefined): T[] {
  for (const name of names ?? []) {
    if (!all.some((one) => one.name === name))
      throw new Error(`there is no ${what} ${name}: ${all.map((one) => one.name).join(', ')}`);
  }
  return all.filter(({ name }) => names?.includes(name) ?? true);
}

let isInterrupted = false;

/** One that fails does not take the others along; the run fails in the end. */
function failed(error: unknown): Line[] {
  if (isInterrupted) throw error;
  process.exitCode = 1;
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return [{ failed: error instanceof Error ? error.message : String(error) }];
}

/** One run of all. */
async function measure(database: CountingDatabase, chosen: { scenarios: Scenario[]; servers: Peer[] }, round: number) {
  const results: Result[] = [];
  for (const scenario of chosen.scenarios) {
    const measureOn = scenario.begin({ database, seconds: Number(values.seconds) });
    for (const server of chosen.servers) {
      if (!scenario.servers.includes(server.name)) continue;
      const skipped = server.missing();
      const lines: Line[] = skipped === null ? await measureOn(server).catch(failed) : [{ skipped }];
      for (const line of lines) {
        const named = { scenario: scenario.name, server: server.name };
        process.stdout.write(`${JSON.stringify({ ...named, ...line })}\n`);
        results.push({ ...named, round, line });
      }
      for (const statement of await database.takeStatements()) process.stderr.write(`${JSON.stringify(statement)}\n`);
    }
  }
  return results;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    isInterrupted = true;
    void endAll().finally(() => process.exit(1));
  });
}
if (values.write && (values.server || !values.peers))
  throw new Error('--write needs --peers and all servers: what is not measured in the same run cannot be compared');
const chosen = {
  scenarios: named(scenarios, 'scenario', values.scenario ?? (values.peers ? undefined : ['rooms', 'direct'])),
  servers: named(peers, 'server', values.server ?? (values.peers ? undefined : ['hongyan'])),
};
const database = await startDatabase({ countStatements: values.statements });
try {
  const results: Result[] = [];
  for (let round = 1; round <= Number(values.runs); round += 1) {
    results.push(...(await measure(database, chosen, round)));
  }
  if (values.write) {
    const now = await circumstancesOf(database, Number(values.seconds));
    const circumstances = chosen.scenarios.map(({ name }) => ({ scenario: name, ...now }));
    writeReport(scenarios, { circumstances, results });
  }
} finally {
  await endAll();
}
