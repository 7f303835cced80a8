import type { Message } from '@hongyan/protocol';
import type { Outgoing } from '@hongyan/sdk';
import { useCallback, useMemo, useState } from 'react';
import { useClient, useStore } from '../../../app/client.tsx';

export interface Editing {
  /** The message whose text is in the composer, as it is now; null while a new one is written. */
  message: Message | null;
  start(message: Message): void;
  end(): void;
  /** The message that is answered. Kept here and not in the draft alone, which is gone while nothing is written. */
  replyTo: string | null;
  setReplyTo(messageId: string | null): void;
  /** Puts a message that was refused back into the composer. */
  takeBack(outgoing: Outgoing): void;
  /** Grows whenever somebody wants to write, so that the composer takes the focus. */
  wanted: number;
  want(): void;
}

export function useEditing(roomId: string): Editing {
  const client = useClient();
  const [edited, setEdited] = useState<Message | null>(null);
  const [replyTo, setReplyTo] = useState(() => client.store.draft(roomId).replyTo);
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
      if (!discarded) return;
      // What is being written stays, below it.
      const { text } = client.store.draft(roomId);
      client.setDraft(roomId, text ? `${discarded.text}\n${text}` : discarded.text, discarded.replyTo);
      setReplyTo(discarded.replyTo);
      want();
    },
    [client, roomId, want],
  );
  const message = edited && (now ?? edited);
  return useMemo(
    () => ({ message, start, end, replyTo, setReplyTo, takeBack, wanted, want }),
    [message, start, end, replyTo, takeBack, wanted, want],
  );
}
