import type { User } from '@hongyan/protocol';
import { useRef, useSyncExternalStore } from 'react';
import { useClient } from '../../../app/client.tsx';
import { useWatchPeople } from '../../directory/index.ts';

/** The profiles of a few people, those that are known; drawn again when one changes. Loads the others. */
export function usePeople(userIds: readonly string[]): readonly User[] {
  const { store } = useClient();
  const held = useRef<readonly User[]>([]);
  return useSyncExternalStore(useWatchPeople(userIds), () => {
    const users = userIds.map((id) => store.user(id)).filter((user) => user !== null);
    const same = users.length === held.current.length && users.every((user, index) => user === held.current[index]);
    if (!same) held.current = users;
    return held.current;
  });
}
