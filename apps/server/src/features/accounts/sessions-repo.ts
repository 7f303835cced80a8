import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/index.ts';
import type { SessionRow } from './entities.ts';

export type Identity = { userId: string; sessionId: string };

/** The open sessions with these token hashes (hexadecimal), by hash, if their accounts may be used. */
export async function sessionsByTokens(
  db: Db,
  tokenHashes: readonly string[],
  usedSince: number,
): Promise<Map<string, Identity & { lastSeenAt: number }>> {
  const { rows } = await sql<Identity & { tokenHash: Buffer; lastSeenAt: number }>`
    select s.token_hash as "tokenHash", u.id as "userId", s.id as "sessionId", s.last_seen_at as "lastSeenAt"
    from sessions s join users u on u.id = s.user_id
    where s.token_hash = any(${tokenHashes.map((hash) => Buffer.from(hash, 'hex'))}::bytea[])
      and s.ended_at is null and s.last_seen_at > ${usedSince} and u.disabled_at is null and u.deleted_at is null
  `.execute(db);
  return new Map(rows.map(({ tokenHash, ...session }) => [tokenHash.toString('hex'), session]));
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
