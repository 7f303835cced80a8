import type { Status } from '@hongyan/protocol';
import { useEffect } from 'react';
import { useClient, useMyId, useStore } from '../../../app/client.tsx';
import { useNow } from '../../../ui/index.ts';

/** What I say of myself, while it lasts; null if that is nothing. */
export function useMyStatus(): Status | null {
  const client = useClient();
  const myId = useMyId();
  const now = useNow();
  useEffect(() => client.watchPresence([myId]), [client, myId]);
  const status = useStore(`presence:${myId}`, (store) => store.presence(myId)?.status ?? null);
  return status && (status.until === null || status.until > now) ? status : null;
}
