import type { Contact, ContactRequest } from '@hongyan/protocol';
import { useMemo } from 'react';
import { useMyId, useStore } from '../../app/client.tsx';
import { usePerson } from './person.ts';

/** How a person and I stand to each other. */
export interface Relation {
  self: boolean;
  deleted: boolean;
  /** I blocked them. */
  blocked: boolean;
  contact: Contact | null;
  /** Their request that waits for my answer. */
  received: ContactRequest | null;
  /** My request that waits for their answer. */
  sent: ContactRequest | null;
}

export function useRelation(userId: string): Relation {
  const myId = useMyId();
  const deleted = usePerson(userId)?.deleted ?? false;
  const blocked = useStore('blocks', (store) => store.isBlocked(userId));
  const contact = useStore('contacts', (store) => store.contact(userId));
  const requests = useStore('requests', (store) => store.requests());
  return useMemo(() => {
    const pending = requests.filter((request) => request.state === 'pending');
    return {
      self: userId === myId,
      deleted,
      blocked,
      contact,
      received: pending.find((request) => request.fromId === userId && request.toId === myId) ?? null,
      sent: pending.find((request) => request.toId === userId && request.fromId === myId) ?? null,
    };
  }, [userId, myId, deleted, blocked, contact, requests]);
}
