import { isBlank, limits } from '@hongyan/protocol';
import { useEffect, useMemo, useState } from 'react';
import { useClient, useMyId } from '../../../app/client.tsx';
import { useAttempt } from '../../../ui/index.ts';
import { useConversation } from '../conversation/conversation.ts';
import type { Editing } from '../conversation/use-editing.ts';
import { findMentions, mentionTable } from '../markdown/mentions.ts';
import { mentionable } from './mentionable.ts';
import { lengthOf, splitText, trimText, withoutControls } from './split-text.ts';
import { useDraft } from './use-draft.ts';

/** A field takes the text of so many messages, so that a huge paste does not stand the page still. */
const mostMessages = 5;

export type Writing = ReturnType<typeof useSending>;

/** The text in the composer, a new message's or an edited one's, and what becomes of it. */
export function useSending({ roomId, editing, onSent }: { roomId: string; editing: Editing; onSent: () => void }) {
  const client = useClient();
  const myId = useMyId();
  const attempt = useAttempt();
  const { access, rules } = useConversation();
  const draft = useDraft(roomId, editing);
  const [edit, setEdit] = useState({ id: '', text: '' });
  const [busy, setBusy] = useState(false);
  const edited = editing.message;
  const text = !edited ? draft.text : edit.id === edited.id ? edit.text : edited.text;
  const limit = rules.messageLength;
  // A string has at least as many units as code points: most need no counting.
  const left = text.length <= limit - 200 ? limit - text.length : limit - lengthOf(text);
  const hasWords = !isBlank(text);
  const isLong = left < 0 && !edited;
  const parts = useMemo(() => (isLong ? splitText(text, limit).length : 1), [isLong, text, limit]);

  // Recalled elsewhere: there is nothing left to edit.
  const gone = edited !== null && edited.recalledAt !== null;
  const { end } = editing;
  useEffect(() => {
    if (gone) end();
  }, [gone, end]);

  const mentionsOf = (said: string) => {
    const people = mentionable(client.store, { homeId: access.home.room.id, roomId, myId });
    return findMentions(said, mentionTable(people, access.home.room.kind !== 'direct'));
  };

  const saveEdit = async (message: NonNullable<typeof edited>, said: string) => {
    if (said === message.text) return editing.end();
    setBusy(true);
    const args = { roomId, id: message.id, text: said, ...mentionsOf(said) };
    const done = await attempt(() => client.call('message.edit', args));
    setBusy(false);
    if (done) editing.end();
  };

  const sendAll = (parts: readonly string[]) => {
    parts.forEach((said, index) => {
      client.send(roomId, { text: said, replyTo: index === 0 ? editing.replyTo : null, ...mentionsOf(said) });
    });
    draft.clear();
    onSent();
  };

  return {
    text,
    setComposing: draft.setComposing,
    /** How many code points more there may be; below 0 it is too long. */
    left,
    /** In how many messages it would go. */
    parts,
    /** How many UTF-16 units the field takes. */
    most: Math.min(mostMessages * limit, limits.messageLength),
    canSend: hasWords && left >= 0 && !busy,
    type(typed: string): void {
      const next = withoutControls(typed);
      if (edited) setEdit({ id: edited.id, text: next });
      else draft.type(next);
    },
    async send(): Promise<void> {
      const said = trimText(text).toWellFormed();
      if (!hasWords || left < 0 || busy) return;
      if (edited) await saveEdit(edited, said);
      else sendAll([said]);
    },
    sendParts: () => sendAll(splitText(text.toWellFormed(), limit)),
  };
}
