import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartupError } from '../config/index.ts';

const patienceMs = 5_000;
const pollMs = 100;

/**
 * Makes sure that one server alone works with a data folder, for as long as it lives. Node has no file locks; SQLite's
 * are the operating system's and end with their process, however it ends. Waits a little for a server that is just
 * stopping. Returns what lets go. @throws StartupError
 */
export async function lockFolder(dataDir: string): Promise<() => void> {
  const file = new DatabaseSync(join(dataDir, 'in-use.lock'));
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    try {
      // Nothing is ever written, so no journal on disk either.
      file.exec('pragma journal_mode = memory; begin exclusive');
      return () => file.close();
    } catch (error) {
      if (!isBusy(error) || Date.now() > giveUpAt) {
        file.close();
        throw isBusy(error) ? inUse(dataDir) : error;
      }
    }
    await sleep(pollMs);
  }
}

/** SQLITE_BUSY (https://www.sqlite.org/rescode.html#busy). */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5;
}

function inUse(dataDir: string): StartupError {
  return new StartupError(
    `Hongyan is running with the data folder ${dataDir} already: stop it first, or set HONGYAN_DATA and HONGYAN_PORT for a second one.`,
  );
}
