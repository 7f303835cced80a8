import { ProblemError } from '@hongyan/protocol';
import { lockRooms, type Tx } from '../../platform/db/index.ts';
import { usersByIds } from '../accounts/index.ts';
import type { RoomDeps } from './deps.ts';
import { endMemberships, membershipsOf, roomsThatShow, stampMemberships } from './members-repo.ts';
import { readRoomsByIds } from './repo.ts';

/** A changed profile goes to so many rooms at most, those in which something happened last. */
const maxRooms = 200;

/**
 * Shows a changed profile to those who see it: in the user's direct rooms and in those that are small. There their
 * member row is stamped anew, so that the profile comes with it to those who were away, too. In rooms beyond that, a
 * name is loaded when it is shown next. Returns what publishes it after the commit.
 */
export function touchProfile(deps: RoomDeps) {
  return async (tx: Tx, userId: string): Promise<() => void> => {
    const roomIds = await roomsThatShow(tx, userId, maxRooms);
    await lockRooms(tx, roomIds);
    const members = await stampMemberships(tx, userId, roomIds);
    const users = await usersByIds(tx, [userId]);
    return () => {
      for (const member of members) {
        const { roomId: scope, rev } = member;
        deps.live.room({ scope, from: rev - 1, to: rev, members: [member], users });
      }
    };
  };
}

/**
 * Takes a user whose account is gone out of all rooms. Their direct rooms stay with the other one, who may read on,
 * and show that nobody is there any more. Returns what publishes it after the commit. @throws ProblemError `owns_rooms`
 */
export function onAccountDeleted(deps: RoomDeps) {
  return async (tx: Tx, userId: string): Promise<() => void> => {
    await lockRooms(
      tx,
      (await membershipsOf(tx, userId)).map(({ roomId }) => roomId),
    );
    const memberships = await membershipsOf(tx, userId);
    if (memberships.some(({ isOwnerOfOthers }) => isOwnerOfOthers)) throw new ProblemError('owns_rooms');
    const direct = memberships.filter(({ isDirect }) => isDirect).map(({ roomId }) => roomId);
    const left = memberships.filter(({ isDirect }) => !isDirect).map(({ roomId }) => roomId);
    const members = [
      ...(await stampMemberships(tx, userId, direct)),
      ...(await endMemberships(tx, userId, left, deps.clock.now())),
    ];
    const rooms = await readRoomsByIds(tx, left);
    const users = await usersByIds(tx, [userId]);
    return () => {
      for (const member of members) {
        const { roomId: scope, rev } = member;
        deps.live.leave(scope, [userId]);
        const room = rooms.get(scope);
        deps.live.room({ scope, from: rev - 1, to: rev, ...(room ? { room } : {}), members: [member], users });
      }
    };
  };
}
