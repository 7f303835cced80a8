import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../app/client.tsx';
import { unknownName } from './person.ts';
import { useWatchPeople } from './watch-people.ts';

/** What I call each of a few people who appear in one sentence; drawn again when one of them changes. */
export function usePersonNames(userIds: readonly string[]): (userId: string) => string {
  const { t } = useTranslation('directory');
  const { store } = useClient();
  const nameOf = (userId: string) => {
    const user = store.user(userId);
    return user?.deleted ? t('deletedPerson') : store.nameOf(userId) || user?.name || unknownName;
  };
  useSyncExternalStore(useWatchPeople(userIds), () => userIds.map(nameOf).join('\n'));
  return nameOf;
}
