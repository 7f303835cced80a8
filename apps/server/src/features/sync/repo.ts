import type { Member, Message, Receipt, Room } from '@hongyan/protocol';
import { limits } from '@hongyan/protocol';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import { type Database, type Db, type Tx, together } from '../../platform/db/index.ts';
import { toMessage } from '../messages/index.ts';
import { toMember, toReceipt, toRoom } from '../rooms/index.ts';

/** A room, and the revision that a client holds of it. */
export interface HeldRoom {
  room: Room;
  after: number;
}

/** What changed in a room. `whole` is false if it is more than a delta may hold. */
export interface RoomRows {
  messages: Message[];
  members: Member[];
  receipts: Receipt[];
  whole: boolean;
}

/**
 * The newest revision of a user's own scope, and which of their rooms are elsewhere than the client holds them. Rooms that
 * it names without the user being in them count if they may be read: channels, and threads of what they may read. `only`
 * leaves out what it does not name.
 */
export async function movedSince(
  tx: Tx,
  userId: string,
  { rooms, only }: { rooms: readonly (readonly [string, number])[]; only: boolean },
): Promise<{ head: number; rooms: Room[] }> {
  const [heads, moved] = await together(
    tx,
    sql<{ rev: number }>`select rev from user_scopes where user_id = ${userId}`,
    sql<Parameters<typeof toRoom>[0]>`
      with held as (
        select * from unnest(${rooms.map(([id]) => id)}::uuid[], ${rooms.map(([, rev]) => rev)}::bigint[]) as h(id, rev)
      )
      select distinct on (r.id) r.* from (
        select s.room_id as id, h.rev from subscriptions s left join held h on h.id = s.room_id
        where s.user_id = ${userId} and s.left_at is null and not ${only}::boolean
        union all
        select h.id, h.rev from held h
        join rooms r on r.id = h.id
        left join rooms p on p.id = r.parent_room_id
        where coalesce(p.kind, r.kind) = 'channel' or exists (
          select from members m where m.room_id = coalesce(p.id, r.id) and m.user_id = ${userId} and m.left_at is null)
      ) q join rooms r on r.id = q.id and q.rev is distinct from r.rev`,
  );
  return { head: heads[0]?.rev ?? 0, rooms: moved.map(toRoom) };
}

/** The newest revision of a user's own scope. */
export async function userHead(db: Tx, userId: string): Promise<number> {
  const row = await db.selectFrom('user_scopes').select('rev').where('user_id', '=', userId).executeTakeFirst();
  return row?.rev ?? 0;
}

/** Where a user's own scope and their rooms are. */
export interface Places {
  head: number;
  rooms: [roomId: string, rev: number][];
}

export async function placesOf(db: Db, userIds: readonly string[]): Promise<Map<string, Places>> {
  const { rows } = await sql<Places & { userId: string }>`
    select u.user_id as "userId", u.rev as head, coalesce((
      select json_agg(json_build_array(r.id, r.rev)) from subscriptions s join rooms r on r.id = s.room_id
      where s.user_id = u.user_id and s.left_at is null), '[]') as rooms
    from user_scopes u where u.user_id = any(${userIds}::uuid[])`.execute(db);
  return new Map(rows.map(({ userId, ...places }) => [userId, places]));
}

/** The rows that moved in each of these rooms since the held revisions. */
export async function rowsAfter(db: Tx, held: readonly HeldRoom[]): Promise<Map<string, RoomRows>> {
  const rows = new Map<string, RoomRows>(
    held.map(({ room }) => [room.id, { messages: [], members: [], receipts: [], whole: true }]),
  );
  if (held.length === 0) return rows;
  const [messageRows, memberRows, receiptRows] = await together(
    db,
    movedMessages(held),
    moved(held, 'members'),
    moved(held, 'receipts'),
  );
  const messages = messageRows.map(toMessage);
  const members = memberRows.map(toMember);
  const receipts = receiptRows.map(toReceipt);
  for (const message of messages) rows.get(message.roomId)!.messages.push(message);
  for (const member of members) rows.get(member.roomId)!.members.push(member);
  for (const receipt of receipts) rows.get(receipt.roomId)!.receipts.push(receipt);
  for (const room of rows.values()) {
    room.whole = room.messages.length + room.members.length + room.receipts.length <= limits.changesRows;
  }
  return rows;
}

/**
 * A message that is as it was sent stands among the newest: each took a revision of its own, so no more of them can be
 * new than the room's revision has moved. All others are few, and have an index.
 */
function movedMessages(held: readonly HeldRoom[]): RawBuilder<Selectable<Database['messages']>> {
  return sql`
    select t.* from unnest(
        ${held.map(({ room }) => room.id)}::uuid[],
        ${held.map(({ after }) => after)}::bigint[],
        ${held.map(({ room, after }) => Math.max(0, room.lastSeq - (room.rev - after)))}::bigint[]
      ) as q(room_id, after, after_seq)
    cross join lateral (
      (select * from messages r where r.room_id = q.room_id and r.seq > q.after_seq and r.rev > q.after and not r.changed
        order by r.seq limit ${limits.changesRows + 1})
      union all
      (select * from messages r where r.room_id = q.room_id and r.rev > q.after and r.changed
        order by r.rev limit ${limits.changesRows + 1})
    ) t`;
}

function moved<T extends 'members' | 'receipts'>(
  held: readonly HeldRoom[],
  table: T,
): RawBuilder<Selectable<Database[T]>> {
  return sql`
    select t.* from unnest(${held.map(({ room }) => room.id)}::uuid[], ${held.map(({ after }) => after)}::bigint[])
      as q(room_id, after)
    cross join lateral (
      select * from ${sql.table(table)} r where r.room_id = q.room_id and r.rev > q.after
      order by r.rev limit ${limits.changesRows + 1}
    ) t`;
}

/** The newest message of each room that has one. */
export async function newestMessages(db: Tx, roomIds: readonly string[]): Promise<Map<string, Message>> {
  const { rows } = await sql<Parameters<typeof toMessage>[0]>`
    select t.* from unnest(${roomIds}::uuid[]) as q(room_id)
    cross join lateral (select * from messages m where m.room_id = q.room_id order by m.seq desc limit 1) t`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.room_id, toMessage(row)]));
}

export async function roomsByIds(db: Tx, roomIds: readonly string[]): Promise<Room[]> {
  if (roomIds.length === 0) return [];
  const rows = await db
    .selectFrom('rooms')
    .selectAll()
    .where('id', 'in', [...roomIds])
    .execute();
  return rows.map(toRoom);
}
