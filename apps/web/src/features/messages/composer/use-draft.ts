import { useEffect, useRef, useState } from 'react';
import { useClient, useStore } from '../../../app/client.tsx';
import type { Editing } from '../conversation/use-editing.ts';

/** After a key was pressed, what another device writes is not taken over for so long. */
const typingMs = 3000;

/**
 * The unfinished text of a room. It is kept for all devices, and what another device writes shows here unless somebody
 * is just typing: nothing that is being typed is ever replaced.
 */
export function useDraft(roomId: string, editing: Editing) {
  const client = useClient();
  const { replyTo, setReplyTo, wanted } = editing;
  const draft = useStore(`draft:${roomId}`, (store) => store.draft(roomId));
  const [text, setText] = useState(draft.text);
  const known = useRef(draft.text);
  const typedAt = useRef(0);
  const composing = useRef(false);

  const take = (next: string) => {
    known.current = next;
    setText(next);
  };

  const takeDraft = () => {
    // What an input method is composing would be lost.
    if (composing.current) return;
    const now = client.store.draft(roomId);
    take(now.text);
    if (now.text !== '') setReplyTo(now.replyTo);
  };

  useEffect(() => {
    if (draft.text === known.current) return;
    const timer = setTimeout(takeDraft, Math.max(0, typedAt.current + typingMs - Date.now()));
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only a draft that changed is taken over
  }, [draft]);

  // Somebody asked to write: what they put into the draft for that is meant.
  useEffect(() => {
    if (wanted > 0) take(client.store.draft(roomId).text);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- as it is at that moment
  }, [wanted]);

  useEffect(() => {
    if (text !== '' && client.store.draft(roomId).replyTo !== replyTo) client.setDraft(roomId, text, replyTo);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the text is kept as it is typed
  }, [client, roomId, replyTo]);

  return {
    text,
    /** Says that an input method begins to compose, or has ended. */
    setComposing(next: boolean): void {
      composing.current = next;
    },
    /** Takes what was typed. */
    type(next: string): void {
      typedAt.current = Date.now();
      take(next);
      client.setDraft(roomId, next, replyTo);
      client.setTyping(roomId, next !== '');
    },
    clear(): void {
      typedAt.current = 0;
      take('');
      setReplyTo(null);
      client.setDraft(roomId, '', null);
      client.setTyping(roomId, false);
    },
  };
}
