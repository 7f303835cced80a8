import type { User } from '@hongyan/protocol';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, useStore } from '../../app/client.tsx';

/** Shown in place of a name that is still being loaded. */
export const unknownName = '…';

/** A person's profile; null until it is loaded, which this asks for, and for '', which is nobody. */
export function usePerson(userId: string): User | null {
  const client = useClient();
  const user = useStore(`user:${userId}`, (store) => store.user(userId));
  const unknown = user === null && userId !== '';
  useEffect(() => {
    if (unknown) client.needUsers([userId]);
  }, [client, unknown, userId]);
  return user;
}

/** What I call a person: my remark, else their display name. */
export function usePersonName(userId: string): string {
  const { t } = useTranslation('directory');
  const user = usePerson(userId);
  const name = useStore(`user:${userId}`, (store) => store.nameOf(userId));
  if (user?.deleted) return t('deletedPerson');
  return name || user?.name || unknownName;
}
