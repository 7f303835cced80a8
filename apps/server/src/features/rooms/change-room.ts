import { type MemberRole, type Message, ProblemError, type RoomAction, type RoomEvent } from '@hongyan/protocol';
import { lockRooms, nextRoomRev, nextUserRevs, type Tx } from '../../platform/db/index.ts';
import { usersByIds } from '../accounts/index.ts';
import { accessToManage } from './access.ts';
import type { RoomDeps } from './deps.ts';
import type { RoomRow } from './entities.ts';
import { readMembers } from './members-repo.ts';
import { readRoomsByIds } from './repo.ts';
import { insertSubscriptions, readSubscriptions } from './subscriptions-repo.ts';

/** A room under its lock, and what the one who changes it is there. */
interface Place {
  tx: Tx;
  room: RoomRow;
  role: MemberRole;
}

/** What a change did, for those who are to be told. */
export interface RoomNews {
  /** Lines for the room's history. */
  events: RoomEvent[];
  /** Whose member rows changed. */
  memberIds: string[];
  /** Those of them who came in. */
  enteredIds: string[];
  /** Kept with the first line. */
  sentHash?: string;
}

/**
 * Every change of a group or channel by somebody who has the right to it: lock, access, write with the room's next
 * revision, commit, then the news. `change` gets the revision only if it asks for it, so nothing moves when nothing
 * changes.
 */
export async function changeRoom(
  deps: RoomDeps,
  userId: string,
  { roomId, action }: { roomId: string; action: RoomAction },
  change: (place: Place, nextRev: () => Promise<number>) => Promise<Partial<RoomNews> | null>,
): Promise<void> {
  const publish = await deps.db.transaction().execute(async (tx) => {
    await lockRooms(tx, [roomId]);
    const access = await accessToManage(tx, userId, roomId, action);
    let rev = 0;
    const news = await change({ tx, ...access }, async () => {
      rev = await nextRoomRev(tx, roomId);
      return rev;
    });
    if (!news || rev === 0) return () => {};
    return announce(deps, tx, { roomId, rev, actorId: userId }, news);
  });
  publish();
}

/**
 * Writes a change's lines, gives those who came in their side of the room, and returns what tells everybody after the
 * commit. Whoever was added by another finds the room unread; whoever came by themselves has read it.
 */
export async function announce(
  deps: RoomDeps,
  tx: Tx,
  { roomId, rev, actorId }: { roomId: string; rev: number; actorId: string },
  { events = [], memberIds = [], enteredIds = [], sentHash }: Partial<RoomNews>,
): Promise<() => void> {
  const messages: Message[] = [];
  for (const event of events) {
    const line = { roomId, actorId, event };
    messages.push(await deps.postEvent(tx, sentHash === undefined ? line : { ...line, sentHash }));
  }
  const room = (await readRoomsByIds(tx, [roomId])).get(roomId);
  if (!room) throw new ProblemError('room_not_found');
  const members = await readMembers(tx, roomId, memberIds);
  const users = await usersByIds(tx, memberIds);
  const revs = await nextUserRevs(tx, enteredIds);
  const entries = [...revs].map(([userId, userRev]) => {
    const wasAdded = userId !== actorId;
    const readSeq = room.lastSeq - (wasAdded ? messages.length : 0);
    return { userId, rev: userRev, readSeq, markedUnread: wasAdded && messages.length === 0 };
  });
  await insertSubscriptions(tx, roomId, entries, deps.clock.now());
  const seats = enteredIds.map((userId) => ({ userId, roomId }));
  const subscriptions = await readSubscriptions(tx, seats);
  return () => {
    deps.live.room({
      scope: roomId,
      from: rev - 1,
      to: room.rev,
      room,
      ...(messages.length > 0 ? { messages } : {}),
      ...(members.length > 0 ? { members, users } : {}),
    });
    // They load the room whole; what comes after this they get live.
    deps.live.join(roomId, enteredIds);
    for (const [userId, userRev] of revs) {
      const own = subscriptions.get(userId) ?? [];
      deps.live.user(userId, { scope: 'me', from: userRev - 1, to: userRev, subscriptions: own });
    }
    if (messages.length > 0 && !enteredIds.includes(actorId)) deps.noteRead(actorId, roomId, room.lastSeq);
  };
}
