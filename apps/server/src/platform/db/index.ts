import { Socket } from 'node:net';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { BatchWriter } from './batch-writer.ts';
import { prepareStatements } from './prepared.ts';
import type { Database, Db } from './schema.ts';

export { arrayOf, type Batch, type BatchWriter, type Statement } from './batch-writer.ts';
export { Lookup } from './lookup.ts';
export { migrateDown, migrateToLatest } from './migrate.ts';
export { retryDeadlock } from './retry-deadlock.ts';
export { type RoomReads, readsFrom, readsFromReplica } from './room-reads.ts';
export type { Database, Db, Tx } from './schema.ts';
export { lockRooms, lockUsers, nextRoomRev, nextRoomRevs, nextUserRevs } from './scopes.ts';
export { together } from './together.ts';
export { isTurn } from './turn.ts';
export { isUnavailable } from './unavailable.ts';

// Revisions, places and times stay below 2^53: numbers are safe and quicker than strings.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
const int8Array = 1016 as Parameters<typeof pg.types.setTypeParser>[0];
const parseIntegers = pg.types.getTypeParser(1007 as typeof int8Array);
pg.types.setTypeParser(int8Array, parseIntegers);

export interface Pool {
  db: Db;
  /** Connections for batches of messages alone. */
  writer: BatchWriter;
  close(): Promise<void>;
}

/**
 * Opens a pool. A connection that PostgreSQL ends (restart, kill) is dropped and made anew on next use.
 * Waiting for a free connection longer than 5 s fails, so that load is shed and never queued without bound.
 */
export function openDb(url: string, options: { max?: number; onError(error: Error): void }): Pool {
  const shared = connectPool(url, { ...options, max: options.max ?? 16, settings: timeouts });
  shared.on('connect', prepareStatements);
  const writing = connectPool(url, { ...options, max: writers, settings: [...timeouts, ...byKey] });
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: shared }) });
  return {
    db,
    writer: new BatchWriter(writing),
    close: async () => {
      await writing.end();
      await db.destroy();
    },
  };
}

/** As many batches as may be on their way, and one that waits for a lock. */
const writers = 3;

/**
 * A process that stands still in the middle of a transaction holds its locks no longer than the last of these: others wait
 * for them.
 */
const timeouts = ['statement_timeout=15000', 'lock_timeout=10000', 'idle_in_transaction_session_timeout=5000'];

/**
 * Statements of the hot path are look-ups by key, planned once. Without this, a plan that is made while the tables are
 * small reads them whole for ever.
 */
const byKey = ['plan_cache_mode=force_generic_plan', 'enable_seqscan=off'];

/**
 * Whoever is idle is let go before this, and whoever is asked answers before: then nobody is there any more, and the
 * network does not say so, as when a machine loses its power. Without an end, such connections would be waited for, and
 * lent out, until the kernel gives up, which takes a quarter of an hour.
 */
const longestSilenceMs = 25_000;

function cutOff(this: Socket): void {
  this.destroy(new Error('Connection terminated: the database says nothing'));
}

function connectPool(
  url: string,
  { onError, settings, ...options }: { max: number; settings: string[]; onError(error: Error): void },
): pg.Pool {
  const pool = new pg.Pool({
    ...options,
    connectionString: url,
    pipeline: true,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 20_000,
    stream: () => new Socket().setTimeout(longestSilenceMs, cutOff),
    application_name: 'hongyan',
    options: settings.map((setting) => `-c ${setting}`).join(' '),
  });
  pool.on('error', onError);
  // The pool listens only to connections that nobody uses. One that breaks in use fails its query, which says it all;
  // without a listener its event would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Whether the database answers. */
export async function isAnswering(db: Db): Promise<boolean> {
  try {
    await db.selectFrom('server_state').select('key').limit(1).execute();
    return true;
  } catch {
    return false;
  }
}
