import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { node24, root } from '../setup/paths.mjs';
import { run } from '../setup/run.mjs';
import { ensureWebBuilt } from '../setup/web.mjs';
import { ensureChromium } from './chromium.mjs';
import { countOne, countReport } from './count.mjs';
import { ensureNats } from './nats.mjs';

/**
 * @typedef {object} Stage
 * @property {string} name what `--only` calls it
 * @property {string} about its heading
 * @property {boolean} [needsPostgres]
 * @property {(run: StageRun) => Promise<import('./count.mjs').Count>} run
 *
 * @typedef {object} StageRun
 * @property {Record<string, string>} env
 * @property {readonly string[]} filters names of test files, if not all are wanted
 */

/** In order: the quick ones first. @type {readonly Stage[]} */
export const stages = [
  { name: 'types', about: 'Types', run: checkTypes },
  { name: 'lint', about: 'Lint and format', run: lint },
  {
    name: 'boundaries',
    about: 'Boundaries',
    run: ({ env }) => check(node24(), [join(root, 'tools/boundaries/main.ts')], env),
  },
  { name: 'knip', about: 'Dead code', run: ({ env }) => checkWith('knip', 'bin/knip.js', [], env) },
  {
    name: 'unit',
    about: 'Unit, API and conformance tests',
    needsPostgres: true,
    run: (stage) => vitest('unit', stage),
  },
  { name: 'browser', about: 'Browser tests', needsPostgres: true, run: testInBrowser },
  { name: 'faults', about: 'Fault tests', needsPostgres: true, run: testFaults },
];

/** @param {StageRun} stage */
async function checkTypes({ env }) {
  const workspaces = ['packages', 'apps'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(folder, name)),
  );
  const projects = [...workspaces, 'tests', 'tools', 'bench']
    .flatMap((folder) => ['tsconfig.json', 'tsconfig.test.json'].map((name) => join(folder, name)))
    .filter((path) => existsSync(join(root, path)));
  let ok = true;
  for (const project of projects) {
    const { failed } = await checkWith('typescript', 'bin/tsc', ['-p', project], env);
    if (failed > 0) ok = false;
  }
  return countOne(ok);
}

/** Biome colours even what goes to a file. */
const colors = process.stdout.isTTY ? [] : ['--colors=off'];

/** @param {StageRun} stage */
async function lint({ env }) {
  const rules = await checkWith('oxlint', 'bin/oxlint', ['--type-aware', '--deny-warnings'], env);
  const format = await checkWith('@biomejs/biome', 'bin/biome', ['ci', '--log-level=warn', ...colors, '.'], env);
  return countOne(rules.failed + format.failed === 0);
}

/** @param {StageRun} stage */
async function testInBrowser(stage) {
  await ensureWebBuilt();
  const env = { ...stage.env, CHROMIUM_PATH: await ensureChromium() };
  return vitest('browser', { ...stage, env });
}

/** @param {StageRun} stage */
async function testFaults(stage) {
  /** @type {Record<string, string>} */
  if (stage.env['HONGYAN_TEST_SOAK']) return vitest('soak', stage);
  const env = { ...stage.env, PATH: `${stage.env['PATH']}:${await ensureNats()}` };
  return vitest('faults', { ...stage, env });
}

/**
 * @param {string} project
 * @param {StageRun} stage
 */
async function vitest(project, { env, filters }) {
  const report = join(root, 'artefacts', `${project}.json`);
  rmSync(report, { force: true });
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await run(node24(), [join(root, 'node_modules/vitest/vitest.mjs'), ...args, ...filters], { env });
  return countReport(report, code);
}

/**
 * Runs a program of a package under Node 24.
 * @param {string} packageName
 * @param {string} program
 * @param {readonly string[]} args
 * @param {Record<string, string>} env
 */
function checkWith(packageName, program, args, env) {
  return check(node24(), [join(root, 'node_modules', packageName, program), ...args], env);
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {Record<string, string>} env
 */
async function check(program, args, env) {
  return countOne((await run(program, args, { env })) === 0);
}

/** For tests that start programs by name: Node 24 comes first on the path. @returns {Record<string, string>} */
export function testEnvironment() {
  const path = [dirname(node24()), join(root, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(':');
  return { .../** @type {Record<string, string>} */ (process.env), PATH: path };
}
