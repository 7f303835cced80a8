import type { MemberRole, Room } from '@hongyan/protocol';
import type { RoomSummary } from '@hongyan/sdk';
import { useEffect, useMemo } from 'react';
import { useClient, useStore } from '../../../app/client.tsx';
import { useMyRole, usePerson } from '../../directory/index.ts';
import { useOnline } from './online.ts';

/** Why nobody can write, or I cannot. States are looked at in this order. */
export type Closed = 'outside' | 'archived' | 'blocked' | 'deleted' | null;

/** What a room is to me. For a thread, membership and what closes it are those of the room above. */
export interface RoomAccess {
  room: Room;
  /** The room itself, or the one above a thread. */
  home: RoomSummary;
  role: MemberRole | null;
  closed: Closed;
  /** The other person of a direct room. */
  otherId: string | null;
}

/** Null while the room is not known. */
export function useRoomAccess(roomId: string): RoomAccess | null {
  const summary = useStore(`room:${roomId}`, (store) => store.room(roomId));
  const homeId = summary?.room.parent?.roomId ?? roomId;
  const home = useStore(`room:${homeId}`, (store) => store.room(homeId));
  const otherId = home?.otherId ?? null;
  const blocked = useStore('blocks', (store) => otherId !== null && store.isBlocked(otherId));
  const deleted = usePerson(otherId ?? '')?.deleted ?? false;
  const role = useMyRole(homeId);
  useMembers(home);
  return useMemo(() => {
    if (!summary || !home) return null;
    const closed = closedBy(summary.room, home, { blocked, deleted });
    return { room: summary.room, home, role, closed, otherId };
  }, [summary, home, blocked, deleted, role, otherId]);
}

function closedBy(room: Room, home: RoomSummary, other: { blocked: boolean; deleted: boolean }): Closed {
  if (!isInside(home)) return 'outside';
  if (room.archivedAt !== null || home.room.archivedAt !== null) return 'archived';
  if (other.blocked) return 'blocked';
  return other.deleted ? 'deleted' : null;
}

function isInside(home: RoomSummary): boolean {
  return home.subscription !== null && !home.subscription.left;
}

/** Loads the members of a room in which I am: their names are those to mention. */
function useMembers(home: RoomSummary | null): void {
  const client = useClient();
  const homeId = home?.room.id ?? '';
  const { whole } = useStore(`members:${homeId}`, (store) => store.members(homeId));
  const missing = home !== null && isInside(home) && !whole;
  const online = useOnline();
  useEffect(() => {
    // Without them, the names to mention are those of the authors.
    if (missing) client.loadMembers(homeId).catch(() => {});
    // When the line is back, what failed may succeed.
  }, [client, homeId, missing, online]);
}
