import type { Presence } from '@hongyan/protocol';
import { useEffect } from 'react';
import { useClient, useIsCurrent, useStore } from '../../app/client.tsx';

/**
 * How a person is, kept up to date while the component is there. Null while it is not known, also because the line is
 * down, for those whom I blocked and '', which is nobody.
 */
export function usePresence(userId: string): Presence | null {
  const client = useClient();
  const blocked = useStore('blocks', (store) => store.isBlocked(userId));
  const presence = useStore(`presence:${userId}`, (store) => store.presence(userId));
  useEffect(() => {
    if (!blocked && userId) return client.watchPresence([userId]);
  }, [client, blocked, userId]);
  const current = useIsCurrent();
  return blocked || !current ? null : presence;
}
