import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { node24, SetupError } from '../setup/paths.mjs';

/**
 * Starts a PostgreSQL for this run alone.
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startTestPostgres() {
  const program = fileURLToPath(new URL('serve-postgres.ts', import.meta.url));
  // It ends when its standard input does, so also when we are killed.
  const child = spawn(node24(), [program], { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  const ended = once(child, 'close');
  const url = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([line]) => String(line)),
    ended.then(() => null),
  ]);
  if (!url) throw new SetupError('The tests need a PostgreSQL, and it did not start: read why above.');
  return {
    url,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
