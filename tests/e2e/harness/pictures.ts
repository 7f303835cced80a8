import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const folder = fileURLToPath(new URL('../../../artefacts/', import.meta.url));

/** Keeps a picture of a page among the artefacts. */
export async function keepPicture(page: Page, story: string, name: string): Promise<void> {
  const file = `${name.replace(/[^\p{L}\p{N}-]+/gu, '-')}.png`;
  await page.screenshot({ path: join(folder, story, file), animations: 'disabled' });
}
