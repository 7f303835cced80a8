import type { User } from '@hongyan/protocol';
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { useClient } from '../../../app/client.tsx';

/** The profiles of a few people, those that are known; drawn again when one changes. Loads the others. */
export function usePeople(userIds: readonly string[]): readonly User[] {
  const client = useClient();
  const { store } = client;
  const key = userIds.join(' ');
  const held = useRef<readonly User[]>([]);

  useEffect(() => {
    const unknown = key.split(' ').filter((id) => id && !store.user(id));
    if (unknown.length > 0) client.needUsers(unknown);
  }, [client, store, key]);

  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = key.split(' ').map((id) => store.subscribe(`user:${id}`, listener));
      return () => {
        for (const stop of stops) stop();
      };
    },
    [store, key],
  );
  return useSyncExternalStore(subscribe, () => {
    const users = userIds.map((id) => store.user(id)).filter((user) => user !== null);
    const same = users.length === held.current.length && users.every((user, index) => user === held.current[index]);
    if (!same) held.current = users;
    return held.current;
  });
}
