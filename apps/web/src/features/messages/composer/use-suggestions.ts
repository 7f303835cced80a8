import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, useMyId } from '../../../app/client.tsx';
import { useLocale } from '../../../i18n/index.ts';
import type { Emoji } from '../../../ui/emoji/data.ts';
import { useConversation } from '../conversation/conversation.ts';
import { everyone } from '../markdown/mentions.ts';
import { type CaretWord, caretWord } from './caret-word.ts';
import { matchCandidates, mentionable } from './mentionable.ts';

/** One way to complete the word at the caret. */
export interface Suggestion {
  key: string;
  /** What takes the place of the word. */
  text: string;
  /** Shown before the words: a person's picture by their id, or an emoji. */
  userId?: string;
  emoji?: string;
  label: string;
  hint: string;
}

const most = 8;

/** What the word at the caret could become, which of it is chosen, and the keys for that. */
export function useSuggestions(text: string, caret: number) {
  const id = useId();
  const word = caretWord(text, caret);
  const people = useMentionSuggestions(word?.kind === 'mention' ? word : null);
  const emoji = useEmojiSuggestions(word?.kind === 'emoji' ? word : null);
  const [dismissed, setDismissed] = useState<number | null>(null);
  const [chosen, setChosen] = useState({ query: '', index: 0 });
  const all = word && word.start !== dismissed ? [...people, ...emoji] : [];
  const query = word ? `${word.kind} ${word.query}` : '';
  const index = chosen.query === query ? Math.min(chosen.index, all.length - 1) : 0;

  useEffect(() => {
    if (!word) setDismissed(null);
  }, [word]);

  const step = (by: number) => setChosen({ query, index: (index + by + all.length) % all.length });
  return {
    id,
    word,
    all,
    index,
    choose: (next: number) => setChosen({ query, index: next }),
    /** Answers whether the key was one of its own; `pick` gets what Enter or Tab chose. */
    onKey(key: string, pick: (suggestion: Suggestion) => void): boolean {
      const suggestion = all[index];
      if (!suggestion) return false;
      if (key === 'ArrowDown') step(1);
      else if (key === 'ArrowUp') step(-1);
      else if (key === 'Enter' || key === 'Tab') pick(suggestion);
      else if (key === 'Escape') setDismissed(word?.start ?? null);
      else return false;
      return true;
    },
  };
}

export type Suggestions = ReturnType<typeof useSuggestions>;

function useMentionSuggestions(word: CaretWord | null): Suggestion[] {
  const { t } = useTranslation('messages');
  const { store } = useClient();
  const myId = useMyId();
  const locale = useLocale();
  const { access } = useConversation();
  if (!word) return [];
  const { query } = word;
  const room = { homeId: access.home.room.id, roomId: access.room.id, myId };
  const found = matchCandidates(mentionable(store, room), query).map(
    ({ id, name, called }): Suggestion => ({
      key: id,
      text: `@${name} `,
      userId: id,
      label: called || name,
      hint: name === called ? '' : `@${name}`,
    }),
  );
  const isGroup = access.home.room.kind !== 'direct';
  const asked = query.toLowerCase();
  if (isGroup && everyone.some((name) => name.startsWith(asked))) {
    const name = everyone[locale === 'zh-CN' ? 1 : 0]!;
    const all = { key: 'all', text: `@${name} `, emoji: '📣', label: t('everyone'), hint: t('everyoneHint') };
    // Last, so that a hasty Enter does not call everybody.
    return [...found.slice(0, most - 1), all];
  }
  return found.slice(0, most);
}

/** Those that the word names come before those that it begins. */
function byWord(query: string) {
  const rank = ({ words }: Emoji) => (words.split(' ').includes(query.toLowerCase()) ? 0 : 1);
  return (left: Emoji, right: Emoji) => rank(left) - rank(right);
}

function useEmojiSuggestions(word: CaretWord | null): Suggestion[] {
  const query = word?.query ?? '';
  const [found, setFound] = useState<{ query: string; emojis: readonly Emoji[] }>({ query: '', emojis: [] });
  useEffect(() => {
    if (!query) return;
    let gone = false;
    import('../../../ui/emoji/data.ts').then(
      ({ findEmojis }) => {
        if (!gone) setFound({ query, emojis: findEmojis(query).sort(byWord(query)).slice(0, most) });
      },
      // Without the list, what was typed stays what it is.
      () => {},
    );
    return () => {
      gone = true;
    };
  }, [query]);
  if (!query || found.query !== query) return [];
  return found.emojis.map(({ emoji, words }) => ({ key: emoji, text: emoji, emoji, label: words, hint: '' }));
}
