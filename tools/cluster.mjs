// `npm run cluster`: three nodes on one embedded PostgreSQL with a NATS server and a load balancer, on this machine, to
// try what several nodes are like. Plain JavaScript, as tools/start.mjs.
import { join } from 'node:path';
import { ensureInstalled } from './setup/install.mjs';
import { node24, root, SetupError } from './setup/paths.mjs';
import { askedToEnd, exitCodeOf, passSignalsOn, run } from './setup/run.mjs';
import { ensureWebBuilt } from './setup/web.mjs';

passSignalsOn();
try {
  process.exitCode = await startCluster();
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exitCode = 1;
}

async function startCluster() {
  await ensureInstalled();
  if (!askedToEnd()) await ensureWebBuilt();
  const asked = askedToEnd();
  if (asked) return exitCodeOf(null, asked);
  return run(node24(), [join(root, 'tools/cluster/main.ts')], {
    // In a process group of its own it gets each signal once, from us. The channel tells it when we are killed.
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}
