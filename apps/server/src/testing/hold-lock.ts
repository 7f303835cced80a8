import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../platform/db/index.ts';

const patienceMs = 15_000;

/**
 * Runs something while a statement's locks are held by a transaction of the test's own, so that the test decides who
 * waits for whom. `waiting` resolves when so many connections of this database wait for a lock.
 */
export async function holdLock<T>(
  db: Db,
  statement: RawBuilder<unknown>,
  run: (waiting: (count: number) => Promise<void>) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await statement.execute(tx);
    return run(async (count) => {
      const deadline = Date.now() + patienceMs;
      while ((await waitingCount(db)) < count) {
        if (Date.now() > deadline) throw new Error(`fewer than ${count} wait for a lock`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    });
  });
}

async function waitingCount(db: Db): Promise<number> {
  const { rows } = await sql`
    select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
  return rows.length;
}
