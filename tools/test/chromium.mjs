import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { SetupError } from '../setup/paths.mjs';
import { run } from '../setup/run.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const onMac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
/** The second brings Chinese letters. */
const debianPackages = ['chromium', 'fonts-noto-cjk'];

/** The browser for the tests: CHROMIUM_PATH, else one on the path, else Debian's, which is installed where we may. */
export async function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    console.log(`Installing ${debianPackages.join(' and ')} for the browser tests.`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { env });
    await run('apt-get', ['install', '-qq', '-y', '--no-install-recommends', ...debianPackages], { env });
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new SetupError(
    'The browser tests need Chromium: install it (on Debian: apt-get install chromium fonts-noto-cjk) or set CHROMIUM_PATH to it.',
  );
}

function findChromium() {
  const set = process.env['CHROMIUM_PATH'];
  if (set && !isProgram(set)) throw new SetupError(`CHROMIUM_PATH leads to ${set}, where no program is: correct it.`);
  return set || names.map(onPath).find((path) => path !== null) || (isProgram(onMac) ? onMac : null);
}

/** @param {string} name @returns {string | null} */
function onPath(name) {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find(isProgram) ?? null;
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    // Ubuntu's package is a stub that only says to use another installer.
    return spawnSync(path, ['--version'], { stdio: 'ignore' }).status === 0;
  } catch {
    return false;
  }
}
