import type { Contact } from '@hongyan/protocol';
import type { StoreKey } from '@hongyan/sdk';
import { useCallback, useMemo, useRef, useSyncExternalStore } from 'react';
import { useClient, useStore } from '../../app/client.tsx';
import { compareNames } from './by-name.ts';

/** A contact as a list needs it. */
export interface ListedContact {
  userId: string;
  contact: Contact;
  /** What I call them. */
  name: string;
  /** Everything by which a filter finds them. */
  names: readonly string[];
}

/** My contacts by name, without those whom I blocked. Stays right when somebody changes their name. */
export function useContactList(): readonly ListedContact[] {
  const { store } = useClient();
  const contacts = useStore('contacts', (each) => each.contacts());
  const blocks = useStore('blocks', (each) => each.blocks());
  const version = useVersion(useMemo(() => contacts.map(({ userId }) => `user:${userId}` as const), [contacts]));
  return useMemo(
    () =>
      contacts
        .filter(({ userId }) => !store.isBlocked(userId))
        .map((contact) => {
          const { userId } = contact;
          const user = store.user(userId);
          const name = store.nameOf(userId) || user?.name || '';
          return { userId, contact, name, names: [name, user?.displayName ?? '', user?.name ?? ''] };
        })
        .sort((a, b) => compareNames(a.name, b.name)),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- blocks and version say when the store answers anew
    [store, contacts, blocks, version],
  );
}

/** A number that grows whenever one of the keys changes. `keys` must be the same array while they are the same. */
function useVersion(keys: readonly StoreKey[]): number {
  const { store } = useClient();
  const version = useRef(0);
  const subscribe = useCallback(
    (listener: () => void) => {
      const changed = () => {
        version.current += 1;
        listener();
      };
      const ends = keys.map((key) => store.subscribe(key, changed));
      return () => {
        for (const end of ends) end();
      };
    },
    [store, keys],
  );
  return useSyncExternalStore(subscribe, () => version.current);
}
