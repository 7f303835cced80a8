import { ProblemError } from '@hongyan/protocol';
import { useEffect, useState } from 'react';
import { useClient } from '../../../app/client.tsx';
import type { RoomAccess } from './access.ts';

/**
 * Keeps a room up to date that I am not in: a channel that I look at, a thread that I do not follow. Answers whether
 * it is known that there is no such room for me.
 */
export function useLookingAt(roomId: string, access: RoomAccess | null): boolean {
  const client = useClient();
  const follows = access?.room.id === roomId && access.closed !== 'outside' && isFollowed(client, roomId);
  useEffect(() => {
    if (!follows) return client.watchRoom(roomId);
  }, [client, roomId, follows]);

  const unknown = access === null;
  const [missing, setMissing] = useState<string | null>(null);
  useEffect(() => {
    if (!unknown) return;
    let gone = false;
    // Only to learn whether there is one: the room itself comes by looking at it.
    client.call('message.get', { roomId, ids: [] }).catch((error: unknown) => {
      const refused = error instanceof ProblemError && (error.code === 'room_not_found' || error.code === 'invalid');
      if (!gone && refused) setMissing(roomId);
    });
    return () => {
      gone = true;
    };
  }, [client, roomId, unknown]);
  return unknown && missing === roomId;
}

function isFollowed(client: ReturnType<typeof useClient>, roomId: string): boolean {
  const subscription = client.store.room(roomId)?.subscription;
  return subscription != null && !subscription.left;
}
