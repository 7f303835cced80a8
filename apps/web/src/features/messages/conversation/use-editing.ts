import type { Message } from '@hongyan/protocol';
import type { Outgoing } from '@hongyan/sdk';
import { useCallback, useMemo, useState } from 'react';
import { useClient, useStore } from '../../../app/client.tsx';

export interface Editing {
  /** The message whose text is in the composer, as it is now; null while a new one is written. */
  message: Message | null;
  start(message: Message): void;
  end(): void;
  /** Puts a message that was refused back into the composer. */
  takeBack(outgoing: Outgoing): void;
  /** Grows whenever somebody wants to write, so that the composer takes the focus. */
  wanted: number;
  want(): void;
}

export function useEditing(roomId: string): Editing {
  const client = useClient();
  const [edited, setEdited] = useState<Message | null>(null);
  const [wanted, setWanted] = useState(0);
  const id = edited?.id ?? '';
  const now = useStore(`message:${roomId}/${id}`, (store) => (id ? store.message(roomId, id) : null));
  const want = useCallback(() => setWanted((count) => count + 1), []);
  const start = useCallback(
    (message: Message) => {
      setEdited(message);
      want();
    },
    [want],
  );
  const end = useCallback(() => setEdited(null), []);
  const takeBack = useCallback(
    (outgoing: Outgoing) => {
      const discarded = client.outbox.discard(outgoing.id);
      if (discarded) client.setDraft(roomId, discarded.text, discarded.replyTo);
      want();
    },
    [client, roomId, want],
  );
  const message = edited && (now ?? edited);
  return useMemo(
    () => ({ message, start, end, takeBack, wanted, want }),
    [message, start, end, takeBack, wanted, want],
  );
}
