import { limits, type Message } from '@hongyan/protocol';
import { useCallback, useMemo, useState } from 'react';

export interface Selection {
  /** The chosen messages by id; null while none are being chosen. */
  chosen: ReadonlyMap<string, Message> | null;
  toggle(message: Message): void;
  end(): void;
}

/** Messages that are chosen to do something with them together, as many as can be forwarded. */
export function useSelection(): Selection {
  const [chosen, setChosen] = useState<ReadonlyMap<string, Message> | null>(null);
  const toggle = useCallback((message: Message) => {
    setChosen((before) => {
      const next = new Map(before);
      if (!next.delete(message.id) && next.size < limits.forwardedMessages) next.set(message.id, message);
      return next;
    });
  }, []);
  const end = useCallback(() => setChosen(null), []);
  return useMemo(() => ({ chosen, toggle, end }), [chosen, toggle, end]);
}
