import { type CommandArgs, type Message, outranks, ProblemError, type RoomEvent } from '@hongyan/protocol';
import { lockRooms, nextUserRevs, type Tx } from '../../platform/db/index.ts';
import { accessRoom, accessToManage } from './access.ts';
import type { RoomDeps } from './deps.ts';
import { lineOf } from './enter-room.ts';
import type { RoomRow } from './entities.ts';
import { revokeInvites } from './invites-repo.ts';
import { endMemberships, roleOf, threadsWith } from './members-repo.ts';
import { readRoomsByIds, threadIdsOf } from './repo.ts';
import { endSubscriptions } from './subscriptions-repo.ts';

/**
 * Leaves a group or channel, which its owner cannot while others are in it; the last one to leave closes it. A thread
 * is no longer followed. A direct room only goes out of the list, until there is something new in it.
 * @throws ProblemError `room_not_found`, `owner_stays`
 */
export async function leaveRoom(deps: RoomDeps, userId: string, { roomId }: CommandArgs<'room.leave'>): Promise<void> {
  const publish = await deps.db.transaction().execute(async (tx) => {
    const { room: seen } = await accessRoom(tx, userId, roomId, 'read');
    await lockRooms(tx, seen.parent_room_id === null ? [roomId] : [seen.parent_room_id, roomId]);
    const { room, role } = await accessRoom(tx, userId, roomId, 'read');
    if (role === null) throw new ProblemError('room_not_found');
    if (room.kind === 'direct') return hideRoom(deps, tx, room, userId);
    if (role === 'owner' && room.kind !== 'thread' && room.member_count > 1) throw new ProblemError('owner_stays');
    return takeOut(deps, tx, { room, userId, actorId: userId, events: lineOf(room.kind, 'left', [userId]) });
  });
  publish();
}

/**
 * Removes a person of a lower role. The invite links that they made go with them, so that they cannot come back by
 * their own.
 * @throws ProblemError `not_yourself`, `member_not_found`, and those of `accessToManage`
 */
export async function removeMember(
  deps: RoomDeps,
  userId: string,
  { roomId, userId: removedId }: CommandArgs<'member.remove'>,
): Promise<void> {
  const publish = await deps.db.transaction().execute(async (tx) => {
    await lockRooms(tx, [roomId]);
    const { room, role } = await accessToManage(tx, userId, roomId, 'remove');
    if (removedId === userId) throw new ProblemError('not_yourself');
    const removedRole = await roleOf(tx, roomId, removedId);
    if (removedRole === null) throw new ProblemError('member_not_found');
    if (!outranks(role, removedRole)) throw new ProblemError('forbidden');
    await revokeInvites(tx, { roomId, createdBy: removedId }, deps.clock.now());
    const events = lineOf(room.kind, 'removed', [removedId]);
    return takeOut(deps, tx, { room, userId: removedId, actorId: userId, events });
  });
  publish();
}

/**
 * Takes somebody out of a room and of its threads. From the moment of the commit they get nothing of it: they stop
 * listening before the others are told.
 */
async function takeOut(
  deps: RoomDeps,
  tx: Tx,
  { room, userId, actorId, events }: { room: RoomRow; userId: string; actorId: string; events: RoomEvent[] },
): Promise<() => void> {
  const now = deps.clock.now();
  // The room above is locked, so nobody enters its threads meanwhile.
  const followed = await threadsWith(tx, room.id, userId);
  await lockRooms(tx, followed);
  const tombstones = await endMemberships(tx, userId, [room.id, ...followed], now);
  const own = tombstones.find((member) => member.roomId === room.id);
  if (!own) return () => {};
  const line = { roomId: room.id, actorId };
  const messages: Message[] = [];
  for (const event of events) messages.push(await deps.postEvent(tx, { ...line, event }));
  const roomIds = tombstones.map((member) => member.roomId);
  const rooms = await readRoomsByIds(tx, roomIds);
  const heard = [room.id, ...(await threadIdsOf(tx, room.id))];
  const rev = (await nextUserRevs(tx, [userId])).get(userId)!;
  const subscriptions = await endSubscriptions(tx, userId, roomIds, now, rev);
  return () => {
    for (const roomId of heard) deps.live.leave(roomId, [userId]);
    for (const member of tombstones) {
      deps.live.room({
        scope: member.roomId,
        from: member.rev - 1,
        to: rooms.get(member.roomId)!.rev,
        room: rooms.get(member.roomId)!,
        members: [member],
        ...(member === own && messages.length > 0 ? { messages } : {}),
      });
    }
    deps.live.user(userId, { scope: 'me', from: rev - 1, to: rev, subscriptions });
    const last = messages.at(-1);
    if (last && actorId !== userId) deps.noteRead(actorId, room.id, last.seq);
  };
}

async function hideRoom(deps: RoomDeps, tx: Tx, room: RoomRow, userId: string): Promise<() => void> {
  const rev = (await nextUserRevs(tx, [userId])).get(userId)!;
  const subscriptions = await endSubscriptions(tx, userId, [room.id], deps.clock.now(), rev);
  return () => {
    deps.live.leave(room.id, [userId]);
    deps.live.user(userId, { scope: 'me', from: rev - 1, to: rev, subscriptions });
  };
}
