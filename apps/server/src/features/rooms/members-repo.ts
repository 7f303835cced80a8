import type { Member } from '@hongyan/protocol';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/index.ts';
import { toMember } from './entities.ts';

/** Some members of a room, former ones too. */
export async function readMembers(db: Db | Tx, roomId: string, userIds: readonly string[]): Promise<Member[]> {
  if (userIds.length === 0) return [];
  const rows = await db
    .selectFrom('members')
    .selectAll()
    .where('room_id', '=', roomId)
    .where(sql<boolean>`user_id = any(${[...userIds]}::uuid[])`)
    .execute();
  return rows.map(toMember);
}
