import { type CommandArgs, ProblemError, type Room } from '@hongyan/protocol';
import { uuidv7 } from 'uuidv7';
import { lockRooms, nextRoomRev } from '../../platform/db/index.ts';
import { accessRoom, readRoomsByIds } from '../rooms/index.ts';
import type { MessageDeps } from './deps.ts';
import { messageById, updateMessage } from './repo.ts';
import { insertThread, threadUnder } from './thread-repo.ts';

/** The one thread under a message. Whoever may read the room may look at it; making it needs to be a member. */
export async function openThread(
  deps: MessageDeps,
  userId: string,
  args: CommandArgs<'thread.open'>,
): Promise<{ room: Room }> {
  await accessRoom(deps.db, userId, args.roomId, 'read');
  const threadId = (await threadUnder(deps.db, args.roomId, args.messageId)) ?? (await makeThread(deps, userId, args));
  const rooms = await readRoomsByIds(deps.db, [threadId]);
  return { room: rooms.get(threadId)! };
}

async function makeThread(
  deps: MessageDeps,
  userId: string,
  { roomId, messageId }: CommandArgs<'thread.open'>,
): Promise<string> {
  const { threadId, publish } = await deps.db.transaction().execute(async (tx) => {
    await lockRooms(tx, [roomId]);
    const { room } = await accessRoom(tx, userId, roomId, 'write');
    if (room.kind === 'thread') throw new ProblemError('forbidden');
    const row = await messageById(tx, roomId, messageId);
    if (!row) throw new ProblemError('message_not_found');
    if (row.recalled_at !== null) throw new ProblemError('message_recalled');
    // Somebody else may have made it while we waited for the lock.
    if (row.thread_room_id !== null) return { threadId: row.thread_room_id, publish: () => {} };
    const id = uuidv7();
    await insertThread(tx, { id, roomId, messageId, userId, now: deps.clock.now() });
    const rev = await nextRoomRev(tx, roomId);
    const message = await updateMessage(tx, row, rev, { thread_room_id: id });
    return {
      threadId: id,
      publish: () => deps.live.room({ scope: roomId, from: rev - 1, to: rev, messages: [message] }),
    };
  });
  publish();
  return threadId;
}
