import type { Subscription } from '@hongyan/protocol';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/index.ts';
import { toSubscription } from './entities.ts';

/** A user's own side of a room. */
export interface Seat {
  userId: string;
  roomId: string;
}

/** The rooms that each of these users has in their list and gets live, threads too. */
export async function roomIdsByUser(db: Db | Tx, userIds: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ userId: string; roomIds: string[] }>`
    select user_id as "userId", array_agg(room_id::text) as "roomIds" from subscriptions
    where user_id = any(${userIds}::uuid[]) and left_at is null group by user_id`.execute(db);
  return new Map(rows.map(({ userId, roomIds }) => [userId, roomIds]));
}

/** Users' own sides of rooms, by user. */
export async function readSubscriptions(db: Db | Tx, seats: readonly Seat[]): Promise<Map<string, Subscription[]>> {
  const { rows } = await sql<Parameters<typeof toSubscription>[0]>`
    select distinct on (s.user_id, s.room_id) s.*
    from json_to_recordset(${JSON.stringify(seats)}::json) as q("userId" uuid, "roomId" uuid)
    join subscriptions s on s.user_id = q."userId" and s.room_id = q."roomId"`.execute(db);
  const byUser = Map.groupBy(rows, (row) => row.user_id);
  return new Map([...byUser].map(([userId, own]) => [userId, own.map(toSubscription)]));
}

/** What changed in a user's room list after a revision of their own scope; from 0 on without what they left. */
export async function readRoomMeChanges(
  db: Db | Tx,
  userId: string,
  after: number,
): Promise<{ subscriptions: Subscription[] }> {
  const rows = await db
    .selectFrom('subscriptions')
    .selectAll()
    .where('user_id', '=', userId)
    .where('rev', '>', after)
    .$if(after === 0, (query) => query.where('left_at', 'is', null))
    .execute();
  return { subscriptions: rows.map(toSubscription) };
}

/** Puts a room into people's lists, as new to them; each with the next revision of their own scope. */
export async function insertSubscriptions(
  tx: Tx,
  roomId: string,
  entries: readonly { userId: string; rev: number; readSeq: number; markedUnread: boolean }[],
  now: number,
): Promise<void> {
  await sql`
    insert into subscriptions (user_id, room_id, read_seq, marked_unread, joined_at, left_at, rev)
    select q."userId", ${roomId}, q."readSeq", q."markedUnread", ${now}, null, q.rev
    from json_to_recordset(${JSON.stringify(entries)}::json)
      as q("userId" uuid, rev bigint, "readSeq" bigint, "markedUnread" boolean)
    on conflict (user_id, room_id) do update
      set read_seq = excluded.read_seq, marked_unread = excluded.marked_unread, muted = false, pinned = false,
        mentions = '{}', joined_at = excluded.joined_at, left_at = null, rev = excluded.rev`.execute(tx);
}

/** Prepares both sides of a new direct room, hidden until there is a reason to show them. */
export async function insertHiddenSubscriptions(
  tx: Tx,
  roomId: string,
  userIds: readonly string[],
  now: number,
): Promise<void> {
  await tx
    .insertInto('subscriptions')
    .values(userIds.map((userId) => ({ user_id: userId, room_id: roomId, joined_at: now, left_at: now, rev: 0 })))
    .execute();
}

/** Those of these sides that are hidden. */
export async function hiddenSeats(tx: Tx, seats: readonly Seat[]): Promise<Seat[]> {
  const { rows } = await sql<Seat>`
    select s.user_id as "userId", s.room_id as "roomId"
    from json_to_recordset(${JSON.stringify(seats)}::json) as q("userId" uuid, "roomId" uuid)
    join subscriptions s on s.user_id = q."userId" and s.room_id = q."roomId"
    where s.left_at is not null`.execute(tx);
  return rows;
}

/** Shows hidden rooms in their people's lists again, each with the next revision of their own scope. */
export async function showSeats(tx: Tx, seats: readonly Seat[], revs: ReadonlyMap<string, number>): Promise<void> {
  const stamped = seats.map((seat) => ({ ...seat, rev: revs.get(seat.userId) }));
  await sql`
    update subscriptions s set left_at = null, rev = q.rev
    from json_to_recordset(${JSON.stringify(stamped)}::json) as q("userId" uuid, "roomId" uuid, rev bigint)
    where s.user_id = q."userId" and s.room_id = q."roomId"`.execute(tx);
}

/** Takes rooms out of a user's list. Returns the tombstones. */
export async function endSubscriptions(
  tx: Tx,
  userId: string,
  roomIds: readonly string[],
  now: number,
  rev: number,
): Promise<Subscription[]> {
  const rows = await tx
    .updateTable('subscriptions')
    .set({ left_at: now, rev, marked_unread: false, mentions: [] })
    .where('user_id', '=', userId)
    .where(sql<boolean>`room_id = any(${[...roomIds]}::uuid[])`)
    .where('left_at', 'is', null)
    .returningAll()
    .execute();
  return rows.map(toSubscription);
}

/** A user's own side of a room that they have in their list. */
export async function subscriptionOf(db: Db | Tx, { userId, roomId }: Seat): Promise<Subscription | null> {
  const row = await db
    .selectFrom('subscriptions')
    .selectAll()
    .where('user_id', '=', userId)
    .where('room_id', '=', roomId)
    .where('left_at', 'is', null)
    .executeTakeFirst();
  return row ? toSubscription(row) : null;
}

/** Changes a user's own side of a room that they have in their list. */
export async function updateSubscription(
  tx: Tx,
  { userId, roomId }: Seat,
  set: { muted?: boolean; pinned?: boolean; markedUnread?: boolean; rev: number },
): Promise<Subscription | null> {
  const { muted, pinned, markedUnread, rev } = set;
  const row = await tx
    .updateTable('subscriptions')
    .set({
      rev,
      ...(muted === undefined ? {} : { muted }),
      ...(pinned === undefined ? {} : { pinned }),
      ...(markedUnread === undefined ? {} : { marked_unread: markedUnread }),
    })
    .where('user_id', '=', userId)
    .where('room_id', '=', roomId)
    .where('left_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  return row ? toSubscription(row) : null;
}
