import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from '../setup/run.mjs';

/** Debian keeps servers there, which is not on everybody's path. */
const folderOfServers = '/usr/sbin';

/** @param {string} name @returns {string | null} */
export function onPath(name) {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), folderOfServers];
  return folders.map((folder) => join(folder, name)).find(isProgram) ?? null;
}

/** @param {string} path */
export function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    // Ubuntu's package of Chromium is a stub that only says to use another installer.
    return spawnSync(path, ['--version'], { stdio: 'ignore' }).status === 0;
  } catch {
    return false;
  }
}

/**
 * Installs packages of Debian where we may; else does nothing.
 * @param {readonly string[]} packages
 * @param {string} reason for what tests they are
 */
export async function installFromDebian(packages, reason) {
  if (process.getuid?.() !== 0 || !onPath('apt-get')) return;
  console.log(`Installing ${packages.join(' and ')} for the ${reason}.`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env });
  await run('apt-get', ['install', '-qq', '-y', '--no-install-recommends', ...packages], { env });
}
