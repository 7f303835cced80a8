import { limits, type Room } from '@hongyan/protocol';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/index.ts';
import { type RoomRow, toRoom } from './entities.ts';

/** Rooms by id; unknown ids are left out. */
export async function readRoomsByIds(db: Db | Tx, roomIds: readonly string[]): Promise<Map<string, Room>> {
  if (roomIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('rooms')
    .selectAll()
    .where(sql<boolean>`id = any(${[...roomIds]}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, toRoom(row)]));
}

export interface NewRoom {
  id: string;
  kind: 'group' | 'channel' | 'direct';
  name: string;
  topic: string;
  pair: readonly [string, string] | null;
  createdBy: string;
  now: number;
}

/** Makes a room at revision 1. Returns false if its id, or the pair of a direct room, has a room already. */
export async function insertRoom(tx: Tx, room: NewRoom): Promise<boolean> {
  const inserted = await tx
    .insertInto('rooms')
    .values({
      id: room.id,
      kind: room.kind,
      name: room.name,
      topic: room.topic,
      avatar: null,
      pair_a: room.pair?.[0] ?? null,
      pair_b: room.pair?.[1] ?? null,
      parent_room_id: null,
      parent_message_id: null,
      created_by: room.createdBy,
      created_at: room.now,
      archived_at: null,
      last_at: room.now,
      rev: 1,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

/** The hash that came with a room's first line, or null if it has none. */
export async function firstLineHash(tx: Tx, roomId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('messages')
    .select('sent_hash')
    .where('room_id', '=', roomId)
    .where('seq', '=', 1)
    .executeTakeFirst();
  return row?.sent_hash.toString('hex') ?? null;
}

export async function directRoomOf(tx: Tx, [a, b]: readonly [string, string]): Promise<string | null> {
  const row = await tx
    .selectFrom('rooms')
    .select('id')
    .where('pair_a', '=', a)
    .where('pair_b', '=', b)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Changes a room's own row; the caller holds its lock and takes the revision. */
export async function updateRoom(
  tx: Tx,
  roomId: string,
  set: { name?: string; topic?: string; avatar?: string | null; archived_at?: number | null },
): Promise<void> {
  await tx.updateTable('rooms').set(set).where('id', '=', roomId).execute();
}

/** The threads of a room. */
export async function threadIdsOf(tx: Tx, roomId: string): Promise<string[]> {
  const rows = await tx.selectFrom('rooms').select('id').where('parent_room_id', '=', roomId).execute();
  return rows.map((row) => row.id);
}

/** One page and one more of the open channels by name, those with the query in their name or topic. */
export async function listChannels(db: Db, query: string, after: string | undefined): Promise<RoomRow[]> {
  const part = `%${query.replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await sql<RoomRow>`
    select * from rooms
    where kind = 'channel' and archived_at is null and (name ilike ${part} or topic ilike ${part})
      and (${after ?? null}::uuid is null
        or (lower(name), id) > (select lower(name), id from rooms where id = ${after ?? null}))
    order by lower(name), id limit ${limits.page + 1}`.execute(db);
  return rows;
}
