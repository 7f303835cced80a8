import type { SendResult } from '@hongyan/protocol';
import { lockRooms, nextRoomRev, nextUserRevs } from '../../platform/db/index.ts';
import { usersByIds } from '../accounts/index.ts';
import { readMembers, readRoomsByIds, readSubscriptions } from '../rooms/index.ts';
import type { MessageDeps } from './deps.ts';
import { NotInThread, type SendJob } from './send-message.ts';
import { addressees, insertThreadMembers, insertThreadSubscriptions } from './thread-repo.ts';

/** Sends a message. Whoever writes in a thread, or is mentioned there, for the first time joins it before. */
export function sendJob(deps: MessageDeps, job: SendJob): Promise<SendResult> {
  return withThread(deps, job.roomId, (joins) => deps.queue.send({ ...job, joins }));
}

/**
 * Writes what brings people into a thread. `write` throws `NotInThread` while `joins` is true and somebody has to join
 * first; then it runs once more, without those who could not: a thread more than one may be in stops nobody's words.
 */
export async function withThread<T>(
  deps: MessageDeps,
  threadId: string,
  write: (joins: boolean) => Promise<T>,
): Promise<T> {
  try {
    return await write(true);
  } catch (error) {
    if (!(error instanceof NotInThread)) throw error;
    await joinThread(deps, threadId, error);
    return write(false);
  }
}

/** With those who join come those for whom the answers are, once: until they leave. */
async function joinThread(
  deps: MessageDeps,
  threadId: string,
  { userIds, parentId }: { userIds: readonly string[]; parentId: string },
): Promise<void> {
  const publish = await deps.db.transaction().execute(async (tx) => {
    // With the room above: whoever is taken out of it meanwhile must not stay in its thread.
    await lockRooms(tx, [parentId, threadId]);
    const rev = await nextRoomRev(tx, threadId);
    const now = deps.clock.now();
    const asked = [...new Set([...userIds, ...(await addressees(tx, threadId))])];
    const entered = await insertThreadMembers(tx, { id: threadId, userIds: asked, now, rev });
    const revs = await nextUserRevs(tx, entered);
    await insertThreadSubscriptions(tx, threadId, revs, now);
    const room = (await readRoomsByIds(tx, [threadId])).get(threadId)!;
    const members = await readMembers(tx, threadId, entered);
    const users = await usersByIds(tx, entered);
    const subscriptions = await readSubscriptions(
      tx,
      entered.map((userId) => ({ userId, roomId: threadId })),
    );
    return () => {
      deps.live.join(threadId, entered);
      deps.live.room({ scope: threadId, from: rev - 1, to: rev, room, members, users });
      for (const [userId, userRev] of revs) {
        const own = subscriptions.get(userId) ?? [];
        deps.live.user(userId, { scope: 'me', from: userRev - 1, to: userRev, subscriptions: own });
      }
    };
  });
  publish();
}
