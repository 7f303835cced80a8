import type { ContactRequest } from '@hongyan/protocol';
import { useMemo } from 'react';
import { useMyId, useStore } from '../../app/client.tsx';

/** Requests to and from me, newest first. */
export interface Requests {
  /** Those that wait for my answer. */
  received: readonly ContactRequest[];
  /** Those that wait for an answer to me. */
  sent: readonly ContactRequest[];
  /** Those that are decided. */
  earlier: readonly ContactRequest[];
}

export function useRequests(): Requests {
  const myId = useMyId();
  const requests = useStore('requests', (store) => store.requests());
  return useMemo(() => {
    const pending = requests.filter(({ state }) => state === 'pending');
    return {
      received: pending.filter(({ toId }) => toId === myId),
      sent: pending.filter(({ fromId }) => fromId === myId),
      earlier: requests.filter(({ state }) => state !== 'pending'),
    };
  }, [requests, myId]);
}
