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

/**
 * One PostgreSQL for all peers: the embedded one with the settings that it has in Hongyan, `fsync` and
 * `synchronous_commit` among them. It listens on loopback as well, since not every peer speaks over a Unix socket.
 */
export async function startDatabase(): Promise<BenchDatabase & { stop(): Promise<void> }> {
  const folder = temporaryFolder('postgres');
  const port = await freePort();
  const place = makePlace(folder.path);
  await ensureCluster(place);
  const rules = join(place.clusterDir, 'pg_hba.conf');
  writeFileSync(rules, 'host all all 127.0.0.1/32 trust\nlocal all all trust\n');
  if (place.user) chownSync(rules, place.user.uid, place.user.gid);
  const settings = { listen_addresses: '127.0.0.1', port: String(port), max_connections: '200' };
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
    async stop() {
      await postmaster.stop();
      await folder.remove();
    },
  };
}
