import type { Status } from '@hongyan/protocol';
import { sql } from 'kysely';
import type { Db } from '../../platform/db/index.ts';
import type { Facts, Relation } from './view.ts';

/** What is stored about users' presence, for accounts that may be used. */
export async function readFacts(db: Db, userIds: readonly string[]): Promise<Map<string, Facts>> {
  if (userIds.length === 0) return new Map();
  const { rows } = await sql<Facts & { id: string }>`
    select id, coalesce(settings->>'presence', 'auto') as choice,
      coalesce(settings->>'lastSeenFor', 'everyone') as "lastSeenFor", status, last_seen_at as "lastSeenAt"
    from users
    where id = any(${userIds}::uuid[]) and verified_at is not null and disabled_at is null and deleted_at is null`.execute(
    db,
  );
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
}

/** Somebody who looks at somebody. */
export interface Pair {
  viewerId: string;
  targetId: string;
}

/** How those who look stand to those whom they look at, in the order asked. */
export async function readRelations(db: Db, pairs: readonly Pair[]): Promise<Relation[]> {
  if (pairs.length === 0) return [];
  const { rows } = await sql<Relation>`
    select
      exists (select from blocks b where not b.deleted
        and ((b.user_id = q.viewer and b.blocked_id = q.target) or (b.user_id = q.target and b.blocked_id = q.viewer))
      ) as blocked,
      exists (select from contacts c where c.user_id = q.target and c.contact_id = q.viewer and not c.deleted) as contact
    from unnest(${pairs.map((pair) => pair.viewerId)}::uuid[], ${pairs.map((pair) => pair.targetId)}::uuid[])
      with ordinality as q(viewer, target, place)
    order by q.place`.execute(db);
  return rows;
}

/** Notes when users were last seen; never goes back. */
export async function writeLastSeen(db: Db, seen: ReadonlyMap<string, number>): Promise<void> {
  await sql`
    update users u set last_seen_at = greatest(u.last_seen_at, q.at)
    from unnest(${[...seen.keys()]}::uuid[], ${[...seen.values()]}::bigint[]) as q(id, at)
    where u.id = q.id and u.deleted_at is null`.execute(db);
}

export async function writeStatus(db: Db, userId: string, status: Status | null): Promise<void> {
  await db
    .updateTable('users')
    .set({ status: status === null ? null : JSON.stringify(status) })
    .where('id', '=', userId)
    .where('deleted_at', 'is', null)
    .execute();
}
