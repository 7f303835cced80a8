/**
 * `npm run bench -- [--scenario NAME] [--peers] [--server NAME] [--seconds N] [--runs N] [--write]`: one JSON line for
 * each run, scenario and server. With `--peers` the other servers are measured in the same round, one after the other.
 */
import { parseArgs } from 'node:util';
import { startDatabase } from './peers/database.ts';
import { endAll } from './peers/endings.ts';
import type { Peer } from './peers/peer.ts';
import { peers, scenarios } from './scenarios/index.ts';
import type { Bench, Line, Scenario } from './scenarios/scenario.ts';

const { values } = parseArgs({
  options: {
    scenario: { type: 'string', multiple: true },
    server: { type: 'string', multiple: true },
    peers: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '5' },
    runs: { type: 'string', default: '1' },
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

async function measure(bench: Bench, chosen: { scenarios: Scenario[]; servers: Peer[] }): Promise<void> {
  for (const scenario of chosen.scenarios) {
    const measureOn = scenario.begin(bench);
    for (const server of chosen.servers) {
      if (!scenario.servers.includes(server.name)) continue;
      const skipped = server.missing();
      const lines: Line[] = skipped === null ? await measureOn(server) : [{ skipped }];
      for (const line of lines) {
        process.stdout.write(`${JSON.stringify({ scenario: scenario.name, server: server.name, ...line })}\n`);
      }
    }
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void endAll().finally(() => process.exit(1)));
}
const chosen = {
  scenarios: named(scenarios, 'scenario', values.scenario ?? (values.peers ? undefined : ['rooms', 'direct'])),
  servers: named(peers, 'server', values.server ?? (values.peers ? undefined : ['hongyan'])),
};
const database = await startDatabase();
try {
  const bench = { database, seconds: Number(values.seconds) };
  for (let round = 1; round <= Number(values.runs); round += 1) await measure(bench, chosen);
} finally {
  await endAll();
}
