import { SetupError } from '../setup/paths.mjs';
import { installFromDebian, isProgram, onPath } from './programs.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const onMac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
/** The second brings Chinese letters. */
const debianPackages = ['chromium', 'fonts-noto-cjk'];

/** The browser for the tests: CHROMIUM_PATH, else one on the path, else Debian's, which is installed where we may. */
export async function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  await installFromDebian(debianPackages, 'browser tests');
  const installed = findChromium();
  if (installed) return installed;
  throw new SetupError(
    'The browser tests need Chromium: install it (on Debian: apt-get install chromium fonts-noto-cjk) or set CHROMIUM_PATH to it.',
  );
}

function findChromium() {
  const set = process.env['CHROMIUM_PATH'];
  if (set && !isProgram(set)) throw new SetupError(`CHROMIUM_PATH leads to ${set}, where no program is: correct it.`);
  return set || names.map(onPath).find((path) => path !== null) || (isProgram(onMac) ? onMac : null);
}
