// `npm test`: installs what is missing, then checks and tests everything. Plain JavaScript, as tools/start.mjs.
//   npm test -- --only types,lint            some stages
//   npm test -- --only unit sdk/src/outbox   and of them some files
//   npm test -- --only faults --rounds 50    how often the fault tests kill
//   npm test -- --only faults --soak 30      for how many minutes to look at the server's memory, instead
import { parseArgs } from 'node:util';
import { ensureInstalled } from './setup/install.mjs';
import { SetupError } from './setup/paths.mjs';
import { askedToEnd, passSignalsOn } from './setup/run.mjs';
import { sum } from './test/count.mjs';
import { startTestPostgres } from './test/postgres.mjs';
import { stages, testEnvironment } from './test/stages.mjs';

passSignalsOn();
try {
  process.exitCode = await test();
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}

async function test() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { only: { type: 'string' }, rounds: { type: 'string' }, soak: { type: 'string' } },
  });
  const chosen = choose(values.only);
  await ensureInstalled();
  const env = testEnvironment();
  if (values.rounds) env['HONGYAN_TEST_ROUNDS'] = values.rounds;
  if (values.soak) env['HONGYAN_TEST_SOAK'] = values.soak;
  const ownPostgres = chosen.some((stage) => stage.needsPostgres) && !env['HONGYAN_TEST_POSTGRES'];
  const postgres = ownPostgres ? await startTestPostgres() : null;
  if (postgres) env['HONGYAN_TEST_POSTGRES'] = postgres.url;
  try {
    return await runStages(chosen, { env, filters: positionals });
  } finally {
    await postgres?.stop();
  }
}

/**
 * @param {readonly import('./test/stages.mjs').Stage[]} chosen
 * @param {import('./test/stages.mjs').StageRun} run
 */
async function runStages(chosen, run) {
  const startedAt = Date.now();
  const results = [];
  for (const stage of chosen) {
    if (askedToEnd()) break;
    console.log(`\n━━ ${stage.about} (${stage.name})`);
    const stageStartedAt = Date.now();
    const count = await stage.run(run);
    console.log(`━━ ${stage.about}: ${count.failed === 0 ? 'good' : 'FAILED'} after ${seconds(stageStartedAt)}`);
    results.push({ stage, count });
  }
  const failed = results.filter(({ count }) => count.failed > 0).map(({ stage }) => stage.name);
  console.log(`\n${failed.length === 0 ? 'All good' : `Failed: ${failed.join(', ')}`} after ${seconds(startedAt)}`);
  const total = sum(results.map(({ count }) => count));
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && !askedToEnd() ? 0 : 1;
}

/** @param {string | undefined} only */
function choose(only) {
  if (only === undefined) return stages;
  const names = only.split(',');
  const known = stages.map((stage) => stage.name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new SetupError(`There is no stage ${unknown}: choose among ${known.join(', ')}.`);
  return stages.filter((stage) => names.includes(stage.name));
}

/** @param {number} since */
function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
