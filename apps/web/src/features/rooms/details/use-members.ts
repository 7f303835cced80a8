import type { Member, User } from '@hongyan/protocol';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useClient, useStore } from '../../../app/client.tsx';
import { useErrorText } from '../../../i18n/index.ts';
import { mergeMembers } from './merge-members.ts';

/** What was read of a room whose members are too many to be held. */
interface Pages {
  members: readonly Member[];
  users: ReadonlyMap<string, User>;
  hasMore: boolean;
}

const noPages: Pages = { members: [], users: new Map(), hasMore: true };

export interface Members {
  /** Owner, admins, members; in each by the time they joined. */
  members: readonly Member[];
  /** Profiles that came with them; others are in the store. */
  users: ReadonlyMap<string, User>;
  /** Whether there are more to load. */
  hasMore: boolean;
  loading: boolean;
  /** Why the last load failed, in words. */
  error: string | null;
  /** Loads more, or again what failed. */
  load: () => void;
}

/**
 * The members of a room: all of them where the store holds them all, else page by page, kept right by what the store
 * hears live.
 */
export function useMembers(roomId: string): Members {
  const client = useClient();
  const errorText = useErrorText();
  const held = useStore(`members:${roomId}`, (store) => store.members(roomId));
  const [pages, setPages] = useState(noPages);
  const [loading, setLoading] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const last = pages.members.at(-1)?.userId;

  const loadAfter = useCallback(
    async (after: string | undefined) => {
      setLoading(true);
      setError(null);
      try {
        await client.loadMembers(roomId);
        if (client.store.members(roomId).whole) return;
        const page = await client.call('member.list', { roomId, ...(after && { after }) });
        setPages((before) => ({
          members: [...before.members.filter(({ userId }) => after && userId <= after), ...page.members],
          users: new Map([...before.users, ...page.users.map((user) => [user.id, user] as const)]),
          hasMore: page.more,
        }));
      } catch (thrown) {
        setError(errorText(thrown));
      } finally {
        setLoading(false);
      }
    },
    [client, errorText, roomId],
  );

  useEffect(() => {
    setPages(noPages);
    void loadAfter(undefined);
  }, [loadAfter]);

  const members = useMemo(() => mergeMembers(pages.members, held), [pages.members, held]);
  const load = useCallback(() => void loadAfter(last), [loadAfter, last]);
  return { members, users: pages.users, hasMore: !held.whole && pages.hasMore, loading, error, load };
}
