import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '../../apps/server/src/platform/log/index.ts';
import { startEmbeddedPostgres } from '../../apps/server/src/platform/postgres/index.ts';

/** Runs a PostgreSQL on an empty folder, says its address, and throws both away when standard input ends. */
const dataDir = mkdtempSync(join(tmpdir(), 'hongyan-test-'));
// Run by root, PostgreSQL has a user of its own, who must pass through.
chmodSync(dataDir, 0o711);
try {
  const postgres = await startEmbeddedPostgres({
    dataDir,
    log: createLogger('warn'),
    onLost: (error) => {
      throw error;
    },
    // Nothing has to outlive the run. Each test file has a database and a pool of its own.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
  });
  process.stdout.write(`${postgres.url}\n`);
  // Ctrl-C is for the tests; they end us when they are done.
  process.on('SIGINT', () => {});
  await new Promise((resolve) => process.stdin.once('close', resolve).resume());
  await postgres.stop();
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
