import type { MemberRole } from '@hongyan/protocol';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/index.ts';
import type { RoomRow } from './entities.ts';

/** A room and what decides over who may read and write in it. A thread has all of it from the room above. */
export interface RoomStanding {
  row: RoomRow;
  /** The asker's role; null if they are not in the room. */
  role: MemberRole | null;
  isChannel: boolean;
  isArchived: boolean;
  /** Only of the other person of a direct room. */
  blockedByMe: boolean;
  blockedByThem: boolean;
  otherIsDeleted: boolean;
}

type Facts = Omit<RoomStanding, 'row'>;

/** How a user stands to a room, or undefined if there is no such room. */
export async function roomStanding(db: Db | Tx, userId: string, roomId: string): Promise<RoomStanding | undefined> {
  const { rows } = await sql<RoomRow & { facts: Facts }>`
    select r.*, json_build_object(
      'role', m.role,
      'isChannel', above.kind = 'channel',
      'isArchived', r.archived_at is not null or above.archived_at is not null,
      'blockedByMe', exists (
        select from blocks where user_id = ${userId} and blocked_id = other.id and not deleted),
      'blockedByThem', exists (
        select from blocks where user_id = other.id and blocked_id = ${userId} and not deleted),
      'otherIsDeleted', exists (select from users where id = other.id and deleted_at is not null)
    ) as facts
    from rooms r
    join rooms above on above.id = coalesce(r.parent_room_id, r.id)
    cross join lateral (
      select case when above.pair_a = ${userId} then above.pair_b else above.pair_a end as id) other
    left join members m on m.room_id = above.id and m.user_id = ${userId} and m.left_at is null
    where r.id = ${roomId}`.execute(db);
  if (!rows[0]) return undefined;
  const { facts, ...row } = rows[0];
  return { row, ...facts };
}
