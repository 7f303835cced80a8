// `npm start`: installs and builds what is missing, then runs the server under Node 24. Plain JavaScript without any
// package, because nothing is installed yet and the Node that runs it may be as old as 20.
import { join } from 'node:path';
import { ensureInstalled } from './setup/install.mjs';
import { node24, root, SetupError } from './setup/paths.mjs';
import { askedToEnd, exitCodeOf, passSignalsOn, run } from './setup/run.mjs';
import { ensureWebBuilt } from './setup/web.mjs';

passSignalsOn();
try {
  process.exitCode = await start();
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exitCode = 1;
}

async function start() {
  await ensureInstalled();
  if (!askedToEnd()) await ensureWebBuilt();
  const asked = askedToEnd();
  if (asked) return exitCodeOf(null, asked);
  return run(node24(), [join(root, 'apps/server/src/main.ts')], {
    // In a process group of its own it gets each signal once, from us. The channel tells it when we are killed.
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}
