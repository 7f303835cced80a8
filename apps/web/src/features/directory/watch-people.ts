import { useCallback, useEffect } from 'react';
import { useClient } from '../../app/client.tsx';

/** How to hear when one of a few people changes, for `useSyncExternalStore`. Loads those that are not known. */
export function useWatchPeople(userIds: readonly string[]): (listener: () => void) => () => void {
  const client = useClient();
  const { store } = client;
  const key = userIds.join(' ');

  useEffect(() => {
    const unknown = key.split(' ').filter((id) => id && !store.user(id));
    if (unknown.length > 0) client.needUsers(unknown);
  }, [client, store, key]);

  return useCallback(
    (listener) => {
      const stops = key.split(' ').map((id) => store.subscribe(`user:${id}`, listener));
      return () => {
        for (const stop of stops) stop();
      };
    },
    [store, key],
  );
}
