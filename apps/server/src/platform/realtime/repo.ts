import type { EndReason } from '@hongyan/protocol';
import { sql } from 'kysely';
import type { Db } from '../db/index.ts';

/** The newest revisions of rooms and of users' own scopes, read in one moment. */
export interface Heads {
  rooms: Map<string, number>;
  users: Map<string, number>;
}

/** Unknown ids are left out. */
export async function readHeads(db: Db, roomIds: readonly string[], userIds: readonly string[]): Promise<Heads> {
  const { rows } = await sql<{ id: string; rev: number; isRoom: boolean }>`
    select id, rev, true as "isRoom" from rooms where id = any(${roomIds}::uuid[])
    union all
    select user_id, rev, false from user_scopes where user_id = any(${userIds}::uuid[])`.execute(db);
  const mapOf = (isRoom: boolean) =>
    new Map(rows.filter((row) => row.isRoom === isRoom).map((row) => [row.id, row.rev] as const));
  return { rooms: mapOf(true), users: mapOf(false) };
}

/** The rooms that each of these users gets live. */
export async function readSeats(db: Db, userIds: readonly string[]): Promise<Map<string, Set<string>>> {
  const { rows } = await sql<{ user_id: string; room_id: string }>`
    select user_id, room_id from subscriptions
    where user_id = any(${userIds}::uuid[]) and left_at is null`.execute(db);
  const seats = new Map(userIds.map((userId) => [userId, new Set<string>()]));
  for (const row of rows) seats.get(row.user_id)?.add(row.room_id);
  return seats;
}

/** A user who looks at a room without being in it. */
export interface Watching {
  userId: string;
  roomId: string;
}

/** Those who may look at the room no longer: it is neither a channel or its thread, nor below a room that they are in. */
export async function watchingInVain(db: Db, pairs: readonly Watching[]): Promise<Watching[]> {
  if (pairs.length === 0) return [];
  const { rows } = await sql<Watching>`
    select q."userId", q."roomId"
    from json_to_recordset(${JSON.stringify(pairs)}::json) as q("userId" uuid, "roomId" uuid)
    where not exists (
      select from rooms r left join rooms p on p.id = r.parent_room_id
      where r.id = q."roomId" and (coalesce(p.kind, r.kind) = 'channel' or exists (
        select from members m
        where m.room_id = coalesce(p.id, r.id) and m.user_id = q."userId" and m.left_at is null)))`.execute(db);
  return rows;
}

/** Those of these sessions that may be used no longer, and why. */
export async function endedSessions(db: Db, sessionIds: readonly string[]): Promise<Map<string, EndReason>> {
  const { rows } = await sql<{ id: string; reason: EndReason }>`
    select q.id, case when u.disabled_at is not null then 'account-disabled'
      when u.deleted_at is not null then 'account-deleted' else 'signed-out' end as reason
    from unnest(${sessionIds}::uuid[]) as q(id)
    left join sessions s on s.id = q.id
    left join users u on u.id = s.user_id
    where s.id is null or s.ended_at is not null or u.disabled_at is not null or u.deleted_at is not null`.execute(db);
  return new Map(rows.map((row) => [row.id, row.reason]));
}
