import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StartupError } from '../config/index.ts';
import type { Log } from '../log/index.ts';
import { databaseName, ensureCluster, writeAccessRules } from './cluster.ts';
import { explainPath } from './explain.ts';
import { lockFolder } from './folder-lock.ts';
import { launch, type Postmaster, type ServerSettings } from './launch.ts';
import { stopLeftovers } from './leftover.ts';
import { makePlace, type Place } from './place.ts';

export interface EmbeddedPostgres {
  /** For any number of connections; stays the same for as long as we live. */
  url: string;
  /** Call it when all connections are closed. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  dataDir: string;
  log: Log;
  /** PostgreSQL ended by itself and could not be brought back. */
  onLost(error: unknown): void;
  /** Settings that differ, for tests. */
  settings?: ServerSettings;
}

const leastSpace = 100 * 2 ** 20;
/** PostgreSQL's log grows by files of 16 MB. */
const leastToRevive = 32 * 2 ** 20;
/** About twenty seconds; then whoever runs us decides. A full disk is waited for, however long that takes. */
const revivalWaitsMs = [0, 200, 500, 1_000, 2_000, 5_000, 10_000];

/**
 * Starts the PostgreSQL of a data folder, and makes both when missing. A process that an earlier run left behind is
 * ended first, and one that ends by itself is brought back. @throws StartupError
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { dataDir } = options;
  try {
    makeWithParents(dataDir);
    await checkSpace(dataDir);
    const unlock = await lockFolder(dataDir);
    try {
      const place = makePlace(dataDir);
      await stopLeftovers(place);
      await ensureCluster(place);
      writeAccessRules(place);
      const stop = await superviseServer(place, options);
      await ensureDatabase(place).catch(async (error: unknown) => {
        await stop();
        throw error;
      });
      return {
        url: address(place, databaseName),
        stop: async () => {
          await stop();
          // It may lie in /tmp, where nothing should stay.
          rmSync(place.socketDir, { recursive: true, force: true });
          unlock();
        },
      };
    } catch (error) {
      unlock();
      throw error;
    }
  } catch (error) {
    throw explainPath(error, dataDir);
  }
}

/** Node's own recursive `mkdir` never returns where a file system such as /proc says "not found" (ENOENT). */
function makeWithParents(folder: string): void {
  if (existsSync(folder) && statSync(folder).isDirectory()) return;
  try {
    mkdirSync(folder);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT') || existsSync(dirname(folder)))
      throw error;
    makeWithParents(dirname(folder));
    mkdirSync(folder);
  }
}

async function checkSpace(dataDir: string): Promise<void> {
  const free = await freeSpace(dataDir);
  if (free >= leastSpace) return;
  throw new StartupError(
    `There are only ${Math.floor(free / 2 ** 20)} MB free on the disk of ${dataDir}: free at least ${leastSpace / 2 ** 20} MB and start again.`,
  );
}

/** Bytes that may still be written. Some network file systems tell no sizes: they count as endless. */
async function freeSpace(folder: string): Promise<number> {
  const { blocks, bavail, bsize } = await statfs(folder);
  return blocks === 0 ? Number.POSITIVE_INFINITY : bavail * bsize;
}

/** Runs the server until the returned function is called, and brings it back whenever it ends before. */
async function superviseServer(place: Place, options: EmbeddedOptions): Promise<() => Promise<void>> {
  const { log, settings = {}, onLost } = options;
  let stopping = false;
  let current: Postmaster = await launch(place, settings, log);
  let revival: Promise<void> | null = null;

  function watch(postmaster: Postmaster): void {
    void postmaster.ended.then((lastLines) => {
      if (stopping) return;
      log.error({ lastWords: lastLines.at(-1) ?? '' }, 'PostgreSQL ended by itself and is started again');
      revival = revive().catch(onLost);
    });
  }

  async function revive(): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      await sleep(revivalWaitsMs[attempt] ?? revivalWaitsMs.at(-1));
      if (stopping) return;
      try {
        await stopLeftovers(place);
        current = await launch(place, settings, log);
        log.info('PostgreSQL is back');
        watch(current);
        return;
      } catch (error) {
        const isFull = (await freeSpace(place.clusterDir)) < leastToRevive;
        if (isFull) log.error({ err: error }, 'PostgreSQL waits for space on the disk: free some');
        else if (attempt >= revivalWaitsMs.length - 1) throw error;
      }
    }
  }

  watch(current);
  return async () => {
    stopping = true;
    await revival;
    await current.stop();
  };
}

async function ensureDatabase(place: Place): Promise<void> {
  const admin = new pg.Client({ connectionString: address(place, 'postgres') });
  await admin.connect();
  try {
    const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [databaseName]);
    if (!rowCount) await admin.query(`create database ${databaseName}`);
  } finally {
    await admin.end();
  }
}

function address(place: Place, database: string): string {
  // The host of the query holds; the one before it makes this an address that every parser takes.
  return `postgres://${databaseName}@localhost/${database}?host=${encodeURIComponent(place.socketDir)}`;
}
