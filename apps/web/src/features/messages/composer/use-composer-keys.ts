import type { KeyboardEvent } from 'react';
import { useClient, useMyId } from '../../../app/client.tsx';
import { useConversation } from '../conversation/conversation.ts';
import type { Editing } from '../conversation/use-editing.ts';
import { useAbilitiesOf } from '../message/use-abilities.ts';
import { toggleMark } from './insert-text.ts';
import type { Writing } from './use-sending.ts';
import type { Suggestion, Suggestions } from './use-suggestions.ts';

const marks: Record<string, string> = { b: '**', i: '*' };

/**
 * The keys of the composer: Enter sends, Shift+Enter breaks the line, arrow up in an empty field edits my last message,
 * Escape ends an edit or an answer. While an input method composes, every key is its own.
 */
export function useComposerKeys({
  writing,
  editing,
  suggestions,
  pick,
}: {
  writing: Writing;
  editing: Editing;
  suggestions: Suggestions;
  pick: (suggestion: Suggestion) => void;
}): (event: KeyboardEvent<HTMLTextAreaElement>) => void {
  const { store } = useClient();
  const myId = useMyId();
  const { access } = useConversation();
  const abilitiesOf = useAbilitiesOf();

  const editLast = (): boolean => {
    const last = store.timeline(access.room.id).messages.findLast((each) => each.authorId === myId && !each.event);
    if (!last || !abilitiesOf(last).edit) return false;
    editing.start(last);
    return true;
  };

  const cancel = (): boolean => {
    if (editing.message) editing.end();
    else if (editing.replyTo) editing.setReplyTo(null);
    else return false;
    return true;
  };

  /** Answers whether the key was taken. */
  const take = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    const { key, shiftKey, altKey } = event;
    const command = event.ctrlKey || event.metaKey;
    const mark = command && !shiftKey && !altKey ? marks[key] : undefined;
    if (mark) {
      toggleMark(event.currentTarget, mark);
      return true;
    }
    if (!command && !shiftKey && !altKey && suggestions.onKey(key, pick)) return true;
    if (key === 'Enter' && !shiftKey && !altKey) {
      void writing.send();
      return true;
    }
    if (key === 'ArrowUp' && writing.text === '' && !editing.message) return editLast();
    return key === 'Escape' && cancel();
  };

  return (event) => {
    // Safari ends the composition before the key that ended it: that key has the code 229.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (!take(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
}
