import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findNode24, root, SetupError } from './paths.mjs';
import { askedToEnd, run } from './run.mjs';

/** Says now and then that it goes on. */
const wordsEveryMs = 15_000;

/** Installs the packages that package-lock.json names, unless just these are there. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  console.log('Installing packages; this takes a minute or two, and only when they changed.');
  const startedAt = Date.now();
  const words = setInterval(() => {
    console.log(`… still installing (${Math.round((Date.now() - startedAt) / 1000)} s)`);
  }, wordsEveryMs);
  const [program, ...args] = npm();
  // A production setting of the environment would leave out what builds the web app.
  const code = await run(program, [
    ...args,
    'ci',
    '--include=dev',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]).finally(() => clearInterval(words));
  if (askedToEnd()) return;
  if (code !== 0 || !isInstalled()) {
    throw new SetupError('The packages could not be installed: read what npm says above, mend it, and start again.');
  }
}

/** npm as it was started, or the one on the path. @returns {[string, ...string[]]} */
function npm() {
  const started = process.env['npm_execpath'];
  if (started && /npm-cli\.c?js$/.test(started)) return [process.execPath, started];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}

/** npm writes what it installed into a lockfile of the same form, as the last step. */
function isInstalled() {
  const wanted = readPackages('package-lock.json');
  const found = readPackages(join('node_modules', '.package-lock.json'));
  if (!wanted || !found || !findNode24()) return false;
  return Object.entries(wanted).every(([path, { integrity, optional, version }]) => {
    if (!path.startsWith('node_modules/')) return true;
    const installed = found[path];
    if (!installed) return optional === true;
    return installed.integrity === integrity && installed.version === version && existsSync(join(root, path));
  });
}

/**
 * @typedef {{ integrity?: string, optional?: boolean, version?: string }} LockedPackage
 * @param {string} lockfile
 * @returns {Record<string, LockedPackage> | null}
 */
function readPackages(lockfile) {
  try {
    return JSON.parse(readFileSync(join(root, lockfile), 'utf8')).packages;
  } catch {
    return null;
  }
}
