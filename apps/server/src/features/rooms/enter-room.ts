import { type CommandArgs, ProblemError, type Room, type RoomEvent, type RoomKind } from '@hongyan/protocol';
import { lockRooms, nextRoomRev, type Tx } from '../../platform/db/index.ts';
import { accessRoom } from './access.ts';
import { announce, changeRoom } from './change-room.ts';
import { checkMayAdd, checkMayEnter } from './check-people.ts';
import type { RoomDeps } from './deps.ts';
import { toRoom } from './entities.ts';
import { insertMembers, readMembers } from './members-repo.ts';

/**
 * The line that tells who came or went. A group is told. In a channel people come and go as they like; a line each
 * would make it unread for everybody else.
 */
export function lineOf(kind: RoomKind, type: 'joined' | 'added' | 'removed' | 'left', userIds: string[]): RoomEvent[] {
  return kind === 'group' ? [{ type, userIds, text: '' }] : [];
}

/** Adds people to a group or channel. Those who are in already are passed over. */
export async function addMembers(deps: RoomDeps, userId: string, args: CommandArgs<'member.add'>): Promise<void> {
  const { roomId } = args;
  await changeRoom(deps, userId, { roomId, action: 'add' }, async ({ tx, room }, nextRev) => {
    const present = await readMembers(tx, roomId, args.userIds);
    const presentIds = new Set(present.filter((member) => !member.left).map((member) => member.userId));
    const userIds = [...new Set(args.userIds)].filter((id) => !presentIds.has(id));
    if (userIds.length === 0) return null;
    await checkMayAdd(tx, userId, userIds);
    await insertMembers(tx, { roomId, userIds, role: 'member', now: deps.clock.now(), rev: await nextRev() });
    return { events: lineOf(room.kind, 'added', userIds), memberIds: userIds, enteredIds: userIds };
  });
}

/** Enters a channel, which is open to everybody. Whoever is in already gets the same answer. */
export async function joinChannel(
  deps: RoomDeps,
  userId: string,
  { roomId }: CommandArgs<'room.join'>,
): Promise<{ room: Room }> {
  const publish = await deps.db.transaction().execute(async (tx) => {
    await lockRooms(tx, [roomId]);
    const { room, role } = await accessRoom(tx, userId, roomId, 'read');
    if (role !== null) return () => {};
    if (room.kind !== 'channel') throw new ProblemError('forbidden');
    return enter(deps, tx, toRoom(room), userId);
  });
  publish();
  const { room } = await accessRoom(deps.db, userId, roomId, 'read');
  return { room: toRoom(room) };
}

/** Makes somebody a member by their own wish. The caller holds the room's lock and has found that they may. */
export async function enter(deps: RoomDeps, tx: Tx, room: Room, userId: string): Promise<() => void> {
  if (room.archivedAt !== null) throw new ProblemError('room_archived');
  await checkMayEnter(tx, userId);
  const rev = await nextRoomRev(tx, room.id);
  await insertMembers(tx, { roomId: room.id, userIds: [userId], role: 'member', now: deps.clock.now(), rev });
  const events = lineOf(room.kind, 'joined', [userId]);
  const place = { roomId: room.id, rev, actorId: userId };
  return announce(deps, tx, place, { events, memberIds: [userId], enteredIds: [userId] });
}
