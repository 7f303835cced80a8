import { type CommandArgs, ProblemError, type Room } from '@hongyan/protocol';
import { uuidv7 } from 'uuidv7';
import { lockRooms, lockUsers, nextUserRevs, type Tx } from '../../platform/db/index.ts';
import { accessRoom } from './access.ts';
import { checkMayReach } from './check-people.ts';
import type { RoomDeps } from './deps.ts';
import { toRoom } from './entities.ts';
import { insertMembers } from './members-repo.ts';
import { directRoomOf, insertRoom } from './repo.ts';
import { hiddenSeats, insertHiddenSubscriptions, readSubscriptions, showSeats } from './subscriptions-repo.ts';

/**
 * The one direct room of the asker and another, for ever the same. The asker finds it in their list at once; the
 * other one only with the first message, so that nobody is bothered by somebody who looked and said nothing.
 * @throws ProblemError `not_yourself`, and those of `checkMayReach`
 */
export async function openDirectRoom(
  deps: RoomDeps,
  userId: string,
  { userId: otherId }: CommandArgs<'room.direct'>,
): Promise<{ room: Room }> {
  if (otherId === userId) throw new ProblemError('not_yourself');
  const { roomId, publish } = await deps.db.transaction().execute(async (tx) => {
    const existing = await directRoomOf(tx, pairOf(userId, otherId));
    if (existing === null) await checkMayReach(tx, userId, otherId);
    return showDirectRoom(deps, tx, pairOf(userId, otherId), [userId]);
  });
  publish();
  const { room } = await accessRoom(deps.db, userId, roomId, 'read');
  return { room: toRoom(room) };
}

/**
 * Sees to it that two people have their direct room and that both find it in their lists, within a transaction that
 * does not hold a user's own scope yet. `publish` tells them after the commit.
 */
export function ensureDirectRoom(deps: RoomDeps) {
  return (tx: Tx, userId: string, otherId: string): Promise<{ roomId: string; publish: () => void }> =>
    showDirectRoom(deps, tx, pairOf(userId, otherId), [userId, otherId]);
}

type Pair = readonly [string, string];

function pairOf(userId: string, otherId: string): Pair {
  return userId < otherId ? [userId, otherId] : [otherId, userId];
}

async function showDirectRoom(
  deps: RoomDeps,
  tx: Tx,
  pair: Pair,
  userIds: readonly string[],
): Promise<{ roomId: string; publish: () => void }> {
  const roomId = (await directRoomOf(tx, pair)) ?? (await makeDirectRoom(deps, tx, pair, userIds[0]!));
  await lockRooms(tx, [roomId]);
  // Both at once, whoever of them is to see the room: the transaction may go on to change the other one's scope.
  await lockUsers(tx, pair);
  const seats = await hiddenSeats(
    tx,
    userIds.map((userId) => ({ userId, roomId })),
  );
  if (seats.length === 0) return { roomId, publish: () => {} };
  const revs = await nextUserRevs(
    tx,
    seats.map((seat) => seat.userId),
  );
  await showSeats(tx, seats, revs);
  const subscriptions = await readSubscriptions(tx, seats);
  const publish = () => {
    for (const [userId, rev] of revs) {
      deps.live.join(roomId, [userId]);
      const own = subscriptions.get(userId) ?? [];
      deps.live.user(userId, { scope: 'me', from: rev - 1, to: rev, subscriptions: own });
    }
  };
  return { roomId, publish };
}

/** Makes it, unless the other one does so at the same moment: then theirs is the one. */
async function makeDirectRoom(deps: RoomDeps, tx: Tx, pair: Pair, createdBy: string): Promise<string> {
  const id = uuidv7();
  const now = deps.clock.now();
  const isNew = await insertRoom(tx, { id, kind: 'direct', name: '', topic: '', pair, createdBy, now });
  if (!isNew) return (await directRoomOf(tx, pair))!;
  await insertMembers(tx, { roomId: id, userIds: pair, role: 'member', now, rev: 1 });
  await insertHiddenSubscriptions(tx, id, pair, now);
  return id;
}
