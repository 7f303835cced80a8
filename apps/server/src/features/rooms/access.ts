import { can, type MemberRole, ProblemError, type RoomAction } from '@hongyan/protocol';
import type { Db, Tx } from '../../platform/db/index.ts';
import { roomStanding } from './access-repo.ts';
import type { RoomRow } from './entities.ts';

/** A room that somebody may read, or write in, and as what. */
export interface RoomAccess {
  room: RoomRow;
  /** In a thread, the role in the room above. Null for the reader of a channel who is not in it. */
  role: MemberRole | null;
}

/**
 * The only way to a room for somebody. Members read and write; channels are read by everybody; a thread belongs to
 * whom the room above belongs. A room that is not there and one that is not theirs answer alike.
 * @throws ProblemError `room_not_found`; to write also `room_archived`, and in a direct room `blocked_by_you`,
 * `blocked`, `user_not_found` when the other has deleted their account
 */
export async function accessRoom(
  db: Db | Tx,
  userId: string,
  roomId: string,
  mode: 'read' | 'write',
): Promise<RoomAccess> {
  const standing = await roomStanding(db, userId, roomId);
  if (!standing) throw new ProblemError('room_not_found');
  const { row: room, role } = standing;
  if (role === null && (mode === 'write' || !standing.isChannel)) throw new ProblemError('room_not_found');
  if (mode === 'write') {
    if (standing.isArchived) throw new ProblemError('room_archived');
    if (standing.blockedByMe) throw new ProblemError('blocked_by_you');
    if (standing.blockedByThem) throw new ProblemError('blocked');
    if (standing.otherIsDeleted) throw new ProblemError('user_not_found');
  }
  return { room, role };
}

/** A group or channel in which the asker's role allows something. @throws ProblemError as `accessRoom`, `forbidden` */
export async function accessToManage(
  db: Db | Tx,
  userId: string,
  roomId: string,
  action: RoomAction,
): Promise<RoomAccess & { role: MemberRole }> {
  // An archived room can be opened again, so archiving asks only whether they are in.
  const { room, role } = await accessRoom(db, userId, roomId, action === 'archive' ? 'read' : 'write');
  if (role === null) throw new ProblemError('room_not_found');
  const isManaged = room.kind === 'group' || room.kind === 'channel';
  if (!isManaged || !can(role, action)) throw new ProblemError('forbidden');
  return { room, role };
}
