import type { Room } from '@hongyan/protocol';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/index.ts';
import { toRoom } from './entities.ts';

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
