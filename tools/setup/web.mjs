import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { node24, root, SetupError } from './paths.mjs';
import { askedToEnd, run } from './run.mjs';

const built = join(root, 'apps/web/dist');
const draft = join(root, 'apps/web/dist.new');
const sources = ['apps/web', 'packages/protocol', 'packages/sdk', 'package-lock.json', 'tsconfig.base.json'];

/** Builds the web app, unless it was built from just these sources. */
export async function ensureWebBuilt() {
  const stamp = join(built, '.built-from');
  const hash = hashSources();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  console.log('Building the web app; this takes some seconds, and only when it changed.');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const args = ['build', '--outDir', draft, '--emptyOutDir', '--logLevel', 'warn'];
  // Whoever calls may be a test: what is built is for the reader all the same.
  const env = { ...process.env, NODE_ENV: 'production' };
  const code = await run(node24(), [vite, ...args], { cwd: join(root, 'apps/web'), env });
  if (askedToEnd()) return;
  if (code !== 0) throw new SetupError('The web app could not be built: read what the build says above and mend it.');
  // The stamp goes in before the folder takes its place: a build that was cut short is never taken for a whole one.
  writeFileSync(join(draft, '.built-from'), hash);
  rmSync(built, { recursive: true, force: true });
  renameSync(draft, built);
}

function hashSources() {
  const hash = createHash('sha256');
  for (const source of sources) addTo(hash, source);
  return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} path below Hongyan's folder
 */
function addTo(hash, path) {
  if (/(^|\/)(node_modules|dist|dist\.new)$|\.test\.tsx?$/.test(path)) return;
  const full = join(root, path);
  const names = list(full);
  if (names) for (const name of names) addTo(hash, `${path}/${name}`);
  else hash.update(path).update('\0').update(readFileSync(full)).update('\0');
}

/** @param {string} path @returns {string[] | null} null for what is no folder */
function list(path) {
  try {
    return readdirSync(path).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return null;
    throw error;
  }
}
