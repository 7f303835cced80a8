import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/index.ts';

/** From the `free`th failure on a login is locked, first for `firstMs`, then each time for twice as long. */
export interface LockSteps {
  free: number;
  firstMs: number;
  longestMs: number;
}

/** Beyond this, doubling is beyond any lock. */
const mostDoublings = 30;

/** Counts an attempt, unless the login is locked. Returns until when it is, or null. */
export async function countAttempt(
  db: Db,
  loginHash: Buffer,
  now: number,
  { free, firstMs, longestMs }: LockSteps,
): Promise<number | null> {
  const counted = await sql`
    insert into sign_in_locks as l (login_hash, failed, tried_at, locked_until)
    values (${loginHash}, 1, ${now}, 0)
    on conflict (login_hash) do update set failed = l.failed + 1, tried_at = excluded.tried_at,
      locked_until = case when l.failed + 1 < ${free}::int then 0 else ${now}::bigint
        + least(${longestMs}::bigint, ${firstMs}::bigint << least(${mostDoublings}::int, l.failed + 1 - ${free}::int)) end
    where l.locked_until <= ${now}::bigint
    returning 1`.execute(db);
  if (counted.rows.length > 0) return null;
  const lock = await db
    .selectFrom('sign_in_locks')
    .select('locked_until')
    .where('login_hash', '=', loginHash)
    .executeTakeFirst();
  return lock?.locked_until ?? null;
}

export async function dropLocks(db: Db | Tx, loginHashes: readonly Buffer[]): Promise<void> {
  await db
    .deleteFrom('sign_in_locks')
    .where('login_hash', 'in', [...loginHashes])
    .execute();
}

/** Those of these that are locked, as hexadecimal. */
export async function locksOf(db: Db, loginHashes: readonly Buffer[], now: number): Promise<Set<string>> {
  if (loginHashes.length === 0) return new Set();
  const rows = await db
    .selectFrom('sign_in_locks')
    .select('login_hash')
    .where('login_hash', 'in', [...loginHashes])
    .where('locked_until', '>', now)
    .execute();
  return new Set(rows.map((row) => row.login_hash.toString('hex')));
}

/** Forgets failures that were followed by no other since a moment. */
export async function forgetAttempts(db: Db, before: number): Promise<void> {
  await db.deleteFrom('sign_in_locks').where('tried_at', '<', before).execute();
}
