import { type CommandArgs, type CommandResult, limits, type Room } from '@hongyan/protocol';
import type { Caller } from '../../platform/commands/index.ts';
import { lockRooms } from '../../platform/db/index.ts';
import { usersByIds } from '../accounts/index.ts';
import { accessRoom } from './access.ts';
import type { RoomDeps } from './deps.ts';
import { toRoom } from './entities.ts';
import { listMembers } from './members-repo.ts';
import { listChannels } from './repo.ts';

export async function readChannels(
  deps: RoomDeps,
  { query, after }: CommandArgs<'room.list'>,
): Promise<{ rooms: Room[]; more: boolean }> {
  const rows = await listChannels(deps.db, query.trim(), after);
  const rooms = rows.slice(0, limits.page).map(toRoom);
  return { rooms, more: rows.length > rooms.length };
}

/** The members of a room: whole if it is small enough for read receipts, else by pages. */
export async function readMemberPage(
  deps: RoomDeps,
  userId: string,
  { roomId, after }: CommandArgs<'member.list'>,
): Promise<CommandResult<'member.list'>> {
  // The room first: what changes while the members are read has a higher revision than the one that is answered.
  const { room } = await accessRoom(deps.db, userId, roomId, 'read');
  const isSmall = room.member_count <= limits.receiptMembers;
  const limit = isSmall ? limits.receiptMembers : limits.page;
  const rows = await listMembers(deps.db, roomId, after, limit);
  const members = rows.members.slice(0, limit);
  const userIds = new Set(members.map((member) => member.userId));
  const receipts = isSmall ? rows.receipts.filter((receipt) => userIds.has(receipt.userId)) : [];
  const users = await usersByIds(deps.db, [...userIds]);
  return { members, receipts, users, rev: room.rev, more: rows.members.length > members.length };
}

/**
 * Gets a room live on one connection, or no longer. It is looked up and listened to under the locks that a removal
 * takes too, so that nobody begins to listen after they were removed. Over HTTP there is nothing to listen with.
 */
export async function watchRoom(
  deps: RoomDeps,
  { userId, connectionId }: Caller,
  { roomId, watch }: CommandArgs<'room.watch'>,
): Promise<{ room: Room | null }> {
  if (!watch) {
    if (connectionId !== null) deps.live.unwatch(connectionId, roomId);
    return { room: null };
  }
  const { room: seen } = await accessRoom(deps.db, userId, roomId, 'read');
  return deps.db.transaction().execute(async (tx) => {
    await lockRooms(tx, [seen.parent_room_id ?? roomId]);
    const { room } = await accessRoom(tx, userId, roomId, 'read');
    if (connectionId !== null) deps.live.watch(connectionId, roomId);
    return { room: toRoom(room) };
  });
}
