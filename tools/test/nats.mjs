import { dirname } from 'node:path';
import { SetupError } from '../setup/paths.mjs';
import { installFromDebian, onPath } from './programs.mjs';

/** Where `nats-server` is, for the tests of several nodes: a folder of the path, else Debian's package is installed. */
export async function ensureNats() {
  if (!onPath('nats-server')) await installFromDebian(['nats-server'], 'fault tests');
  const found = onPath('nats-server');
  if (found) return dirname(found);
  throw new SetupError(
    'The fault tests need nats-server on the path: install it (on Debian: apt-get install nats-server).',
  );
}
