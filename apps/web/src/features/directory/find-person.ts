import type { User } from '@hongyan/protocol';
import { useCallback, useRef, useState } from 'react';
import { useClient } from '../../app/client.tsx';

/** States, in order: `idle`, `looking`, then one of `found`, `nobody`, `failed`; a new search begins anew. */
export type Search =
  | { state: 'idle' }
  | { state: 'looking' | 'nobody'; query: string }
  | { state: 'found'; query: string; user: User }
  | { state: 'failed'; query: string; error: unknown };

/**
 * Finds a person on the server by exact name or e-mail. Only the answer to the newest question counts: an earlier one,
 * or one that was given up, answers null.
 */
export function useFindPerson(): { search: Search; find: (query: string) => Promise<User | null>; reset: () => void } {
  const client = useClient();
  const [search, setSearch] = useState<Search>({ state: 'idle' });
  const newest = useRef(0);

  const find = useCallback(
    async (text: string) => {
      const query = text.trim();
      newest.current += 1;
      const mine = newest.current;
      const settle = (next: Search) => {
        if (mine === newest.current) setSearch(next);
      };
      setSearch({ state: 'looking', query });
      try {
        const { user } = await client.call('user.find', { query });
        settle(user ? { state: 'found', query, user } : { state: 'nobody', query });
        return mine === newest.current ? user : null;
      } catch (error) {
        settle({ state: 'failed', query, error });
        return null;
      }
    },
    [client],
  );
  const reset = useCallback(() => {
    newest.current += 1;
    setSearch({ state: 'idle' });
  }, []);
  return { search, find, reset };
}
