import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Hongyan's folder. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Node 24, which the server runs under: the one that npm brought, or else our own if it is new enough.
 * @returns {string | null}
 */
export function findNode24() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const brought = join(root, 'node_modules', 'node', 'bin', name);
  if (existsSync(brought)) return brought;
  return Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : null;
}

/** @returns {string} */
export function node24() {
  const path = findNode24();
  if (path) return path;
  throw new SetupError(
    'npm did not bring Node 24, perhaps because it may not run install scripts: allow them (npm config set ignore-scripts false), or use Node 24 yourself.',
  );
}

/** Why it cannot go on, in one sentence that says what to do. */
export class SetupError extends Error {}
