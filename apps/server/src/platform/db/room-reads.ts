import { ProblemError } from '@hongyan/protocol';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Log } from '../log/index.ts';
import type { Database, Db, Tx } from './schema.ts';

/** A room as the asker knows it: what is read of it must be no older. */
export interface KnownRoom {
  id: string;
  rev: number;
}

/** Where rows of rooms are read that may come from a copy of the database. */
export interface RoomReads {
  /** Runs `read` where the room is at least as new as it is known. Everything in it is of one moment, or newer. */
  of<T>(room: KnownRoom, read: (db: Db | Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export function readsFrom(db: Db): RoomReads {
  return { of: (_, read) => read(db), close: async () => {} };
}

/** A replica that failed is left alone for so long. */
const restMs = 5_000;

/**
 * Reads from a replica if it has come as far as the asker knows, and else from the primary: everybody finds at once what
 * they wrote, and what they have heard of. A replica that is behind costs a look; one that does not answer is left
 * alone for a while.
 */
export function readsFromReplica(primary: Db, replicaUrl: string, log: Log): RoomReads {
  const pool = new pg.Pool({
    connectionString: replicaUrl,
    max: 16,
    connectionTimeoutMillis: 1_000,
    idleTimeoutMillis: 60_000,
    application_name: 'hongyan',
    options: '-c statement_timeout=5000 -c idle_in_transaction_session_timeout=5000',
  });
  pool.on('error', (error) => log.warn({ err: error }, 'a connection to the replica ended'));
  pool.on('connect', (client) => client.on('error', () => {}));
  const replica = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  let restsUntil = 0;

  async function tryReplica<T>(room: KnownRoom, read: (db: Tx) => Promise<T>): Promise<{ value: T } | null> {
    if (performance.now() < restsUntil) return null;
    try {
      const transaction = replica.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
      return await transaction.execute(async (tx) => {
        const row = await tx.selectFrom('rooms').select('rev').where('id', '=', room.id).executeTakeFirst();
        return row && row.rev >= room.rev ? { value: await read(tx) } : null;
      });
    } catch (error) {
      if (error instanceof ProblemError) throw error;
      log.warn({ err: error }, 'the replica does not answer: history is read from the primary');
      restsUntil = performance.now() + restMs;
      return null;
    }
  }

  return {
    of: async (room, read) => {
      const answer = await tryReplica(room, read);
      return answer ? answer.value : read(primary);
    },
    close: () => replica.destroy(),
  };
}
