import type { Room } from '@hongyan/protocol';
import { useCallback, useEffect, useState } from 'react';
import { useClient } from '../../../app/client.tsx';
import { useErrorText } from '../../../i18n/index.ts';

/** Until the reader stops typing, in milliseconds. */
const pause = 250;

/** Channels as far as they are loaded. States: `first`, then `done` or `failed`; `more` while a further page comes. */
interface Channels {
  query: string;
  rooms: readonly Room[];
  state: 'first' | 'more' | 'done' | 'failed';
  hasMore: boolean;
  error: string;
}

const nothingYet: Channels = { query: '', rooms: [], state: 'first', hasMore: false, error: '' };

/** The channels of this server that have the query in their name or topic, page by page, while `open`. */
export function useChannels(open: boolean, query: string) {
  const client = useClient();
  const errorText = useErrorText();
  const [channels, setChannels] = useState(nothingYet);
  const [tries, setTries] = useState(0);
  const wanted = query.trim();

  // `tries` is among the dependencies because a new try asks again.
  useEffect(() => {
    if (!open) return setChannels(nothingYet);
    let current = true;
    const ask = async () => {
      try {
        const page = await client.call('room.list', { query: wanted });
        if (current) setChannels({ query: wanted, rooms: page.rooms, state: 'done', hasMore: page.more, error: '' });
      } catch (error) {
        if (current) setChannels({ ...nothingYet, query: wanted, state: 'failed', error: errorText(error) });
      }
    };
    const timer = setTimeout(ask, wanted === '' ? 0 : pause);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [client, open, wanted, errorText, tries]);

  const loadMore = useCallback(async () => {
    const after = channels.rooms.at(-1)?.id;
    if (!after || channels.state === 'more') return;
    const isSame = (now: Channels) => now.query === channels.query && now.rooms === channels.rooms;
    setChannels((now) => (isSame(now) ? { ...now, state: 'more' } : now));
    try {
      const page = await client.call('room.list', { query: channels.query, after });
      setChannels((now) =>
        isSame(now) ? { ...now, rooms: [...now.rooms, ...page.rooms], state: 'done', hasMore: page.more } : now,
      );
    } catch (error) {
      setChannels((now) => (isSame(now) ? { ...now, state: 'failed', error: errorText(error) } : now));
    }
  }, [client, channels, errorText]);

  return {
    channels: channels.rooms,
    state: channels.state,
    error: channels.error,
    hasMore: channels.hasMore,
    loadMore,
    retry: () => {
      setChannels(nothingYet);
      setTries(tries + 1);
    },
  };
}
