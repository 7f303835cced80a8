import { createHash } from 'node:crypto';
import { type CommandArgs, ProblemError, type Room } from '@hongyan/protocol';
import { accessRoom } from './access.ts';
import { announce } from './change-room.ts';
import { checkMayAdd, checkMayEnter } from './check-people.ts';
import type { RoomDeps } from './deps.ts';
import { toRoom } from './entities.ts';
import { insertMembers } from './members-repo.ts';
import { roomName, roomTopic } from './names.ts';
import { firstLineHash, insertRoom } from './repo.ts';

/**
 * Makes a group or a channel. The first line of its history keeps a hash of what was asked, so that a retry, however
 * late, gets the room that it made, and another request with the same id is told so.
 * @throws ProblemError `conflict`, and those of `checkMayAdd`
 */
export async function createRoom(
  deps: RoomDeps,
  userId: string,
  args: CommandArgs<'room.create'>,
): Promise<{ room: Room }> {
  const { id, kind } = args;
  const name = roomName(args.name);
  const topic = roomTopic(args.topic);
  const userIds = [...new Set(args.userIds)].filter((otherId) => otherId !== userId).sort();
  const sentHash = hashOf(['room.create', userId, kind, name, topic, userIds]);
  const publish = await deps.db.transaction().execute(async (tx) => {
    const now = deps.clock.now();
    const isNew = await insertRoom(tx, { id, kind, name, topic, pair: null, createdBy: userId, now });
    if (!isNew) {
      if ((await firstLineHash(tx, id)) !== sentHash) throw new ProblemError('conflict');
      return () => {};
    }
    await checkMayEnter(tx, userId);
    await checkMayAdd(tx, userId, userIds);
    const rev = 1;
    await insertMembers(tx, { roomId: id, userIds: [userId], role: 'owner', now, rev });
    await insertMembers(tx, { roomId: id, userIds, role: 'member', now, rev });
    const memberIds = [userId, ...userIds];
    const events = [{ type: 'created' as const, userIds, text: name }];
    return announce(
      deps,
      tx,
      { roomId: id, rev, actorId: userId },
      { events, memberIds, enteredIds: memberIds, sentHash },
    );
  });
  publish();
  const { room } = await accessRoom(deps.db, userId, id, 'read');
  return { room: toRoom(room) };
}

function hashOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
