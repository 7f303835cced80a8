import { chownSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { createLogger } from '../../apps/server/src/platform/log/index.ts';
import { ensureCluster } from '../../apps/server/src/platform/postgres/cluster.ts';
import { launch } from '../../apps/server/src/platform/postgres/launch.ts';
import { makePlace } from '../../apps/server/src/platform/postgres/place.ts';
import { ending, temporaryFolder } from './endings.ts';
import type { BenchDatabase } from './peer.ts';
import { freePort } from './program.ts';
import { dearestStatements, type StatementCost } from './statements.ts';

export interface CountingDatabase extends BenchDatabase {
  /** The dearest statements since the last call; none without `countStatements`. */
  takeStatements(): Promise<StatementCost[]>;
}

/**
 * One PostgreSQL for all peers: the embedded one with the settings that it has in Hongyan, `fsync` and
 * `synchronous_commit` among them. It listens on loopback as well, since not every peer speaks over a Unix socket.
 * With `countStatements` it also counts what every statement takes, which costs a little itself.
 */
export async function startDatabase(options: { countStatements: boolean }): Promise<CountingDatabase> {
  const folder = temporaryFolder('postgres');
  const port = await freePort();
  const place = makePlace(folder.path);
  await ensureCluster(place);
  const rules = join(place.clusterDir, 'pg_hba.conf');
  writeFileSync(rules, 'host all all 127.0.0.1/32 trust\nlocal all all trust\n');
  if (place.user) chownSync(rules, place.user.uid, place.user.gid);
  const counting = options.countStatements
    ? { shared_preload_libraries: 'pg_stat_statements', 'pg_stat_statements.track_planning': 'on' }
    : {};
  const settings = { listen_addresses: '127.0.0.1', port: String(port), max_connections: '200', ...counting };
  const postmaster = await launch(place, settings, createLogger('error'));
  ending(postmaster.stop);
  const address = (database: string) => `postgres://hongyan@127.0.0.1:${port}/${database}`;
  return {
    pid: Number(readFileSync(join(place.clusterDir, 'postmaster.pid'), 'latin1').split('\n')[0]),
    async create(name) {
      const admin = new pg.Client({ connectionString: address('postgres') });
      await admin.connect();
      await admin.query(`drop database if exists ${name} with (force)`);
      await admin.query(`create database ${name}`);
      // What the one before left to write back is not the next one's burden.
      await admin.query('checkpoint');
      await admin.end();
      return address(name);
    },
    async takeStatements() {
      if (!options.countStatements) return [];
      const admin = new pg.Client({ connectionString: address('postgres') });
      await admin.connect();
      const statements = await dearestStatements(admin);
      await admin.end();
      return statements;
    },
  };
}
