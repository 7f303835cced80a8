import { type Browser, chromium } from 'playwright-core';
import { ensureChromium } from '../../../tools/test/chromium.mjs';

/** Chromium without a window: `CHROMIUM_PATH`, else the system's. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await ensureChromium(),
    // Works as root, and is silent towards the network.
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      '--no-first-run',
    ],
  });
}
