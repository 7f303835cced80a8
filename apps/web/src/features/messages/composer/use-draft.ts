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

  const take = (next: string) => {
    known.current = next;
    setText(next);
  };

  const takeDraft = () => {
    const now = client.store.draft(roomId);
    take(now.text);
    if (now.text !== '') setReplyTo(now.replyTo);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a draft that changed is taken over
  useEffect(() => {
    if (draft.text === known.current) return;
    const timer = setTimeout(takeDraft, Math.max(0, typedAt.current + typingMs - Date.now()));
    return () => clearTimeout(timer);
  }, [draft]);

  // Somebody asked to write: what they put into the draft for that is meant.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as it is at that moment
  useEffect(() => {
    if (wanted > 0) take(client.store.draft(roomId).text);
  }, [wanted]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is kept as it is typed
  useEffect(() => {
    if (text !== '' && client.store.draft(roomId).replyTo !== replyTo) client.setDraft(roomId, text, replyTo);
  }, [client, roomId, replyTo]);

  return {
    text,
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
