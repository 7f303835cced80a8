import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../app/client.tsx';
import { unknownName } from './person.ts';

/** What I call each of a few people who appear in one sentence; drawn again when one of them changes. */
export function usePersonNames(userIds: readonly string[]): (userId: string) => string {
  const { t } = useTranslation('directory');
  const client = useClient();
  const { store } = client;
  const key = userIds.join(' ');

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
  const nameOf = (userId: string) => {
    const user = store.user(userId);
    return user?.deleted ? t('deletedPerson') : store.nameOf(userId) || user?.name || unknownName;
  };
  useSyncExternalStore(subscribe, () => userIds.map(nameOf).join('\n'));
  return nameOf;
}
