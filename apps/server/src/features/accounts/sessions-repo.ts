import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/index.ts';
import type { SessionRow } from './entities.ts';

export type Identity = { userId: string; sessionId: string };

/** The open session with this token hash, if its account may be used. */
export async function sessionByToken(
  db: Db,
  tokenHash: Buffer,
  usedSince: number,
): Promise<(Identity & { lastSeenAt: number }) | undefined> {
  return db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(['users.id as userId', 'sessions.id as sessionId', 'sessions.last_seen_at as lastSeenAt'])
    .where('sessions.token_hash', '=', tokenHash)
    .where('sessions.ended_at', 'is', null)
    .where('sessions.last_seen_at', '>', usedSince)
    .where('users.disabled_at', 'is', null)
    .where('users.deleted_at', 'is', null)
    .executeTakeFirst();
}

export async function insertSession(
  tx: Tx,
  session: { id: string; userId: string; tokenHash: Buffer; device: string; address: string; now: number; rev: number },
): Promise<SessionRow> {
  return tx
    .insertInto('sessions')
    .values({
      id: session.id,
      user_id: session.userId,
      token_hash: session.tokenHash,
      device: session.device,
      address: session.address,
      created_at: session.now,
      last_seen_at: session.now,
      ended_at: null,
      rev: session.rev,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Notes that sessions are in use, each stamped with its user's new revision. Ended ones are left out. */
export async function touchSessions(
  tx: Tx,
  ids: readonly string[],
  now: number,
  revs: ReadonlyMap<string, number>,
): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    update sessions s set last_seen_at = ${now}::bigint, rev = q.rev
    from unnest(${[...revs.keys()]}::uuid[], ${[...revs.values()]}::bigint[]) as q(user_id, rev)
    where s.id = any(${ids}::uuid[]) and s.user_id = q.user_id and s.ended_at is null
    returning s.*`.execute(tx);
  return rows;
}

/** A user's open sessions, the one used longest ago first. */
export async function openSessions(db: Db | Tx, userId: string): Promise<SessionRow[]> {
  return db
    .selectFrom('sessions')
    .selectAll()
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .orderBy('last_seen_at')
    .execute();
}

export async function endSessions(tx: Tx, ids: readonly string[], now: number, rev: number): Promise<SessionRow[]> {
  if (ids.length === 0) return [];
  return tx
    .updateTable('sessions')
    .set({ ended_at: now, rev })
    .where('id', 'in', [...ids])
    .where('ended_at', 'is', null)
    .returningAll()
    .execute();
}

/** Forgets sessions that ended before a moment. */
export async function forgetSessions(db: Db, before: number): Promise<void> {
  await db.deleteFrom('sessions').where('ended_at', '<', before).execute();
}

/** Sessions that changed after a revision; from 0 on only the open ones. */
export async function sessionsAfter(db: Db | Tx, userId: string, after: number): Promise<SessionRow[]> {
  return db
    .selectFrom('sessions')
    .selectAll()
    .where('user_id', '=', userId)
    .where('rev', '>', after)
    .$if(after === 0, (query) => query.where('ended_at', 'is', null))
    .execute();
}
