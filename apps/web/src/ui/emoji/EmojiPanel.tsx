import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readChoice, writeChoice } from '../choices.ts';
import { SearchField } from '../SearchField.tsx';
import { type Emoji, emojiGroups, findEmojis } from './data.ts';

const recentKey = 'hongyan.emoji';
const recentMax = 16;

function readRecent(): string[] {
  return (readChoice(recentKey) ?? '').split(' ').filter(Boolean).slice(0, recentMax);
}

/** What `EmojiPicker` shows once it is open; loaded then. */
export function EmojiPanel({ onPick }: { onPick: (emoji: string) => void }) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const [recent] = useState(readRecent);

  const pick = (emoji: string) => {
    writeChoice(recentKey, [emoji, ...readRecent().filter((each) => each !== emoji)].slice(0, recentMax).join(' '));
    onPick(emoji);
  };

  const found = query.trim() ? findEmojis(query) : null;
  const first = found?.[0];
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    if (first) pick(first.emoji);
  };
  return (
    <div className="flex h-80 w-[min(22rem,calc(100vw-1rem))] flex-col">
      <SearchField label={t('emoji.search')} value={query} onValue={setQuery} onKeyDown={onKeyDown} className="m-2" />
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        {found ? (
          found.length > 0 ? (
            <Grid emojis={found} onPick={pick} />
          ) : (
            <p className="p-4 text-center text-muted">{t('emoji.none')}</p>
          )
        ) : (
          <>
            {recent.length > 0 && (
              <Group
                title={t('emoji.recent')}
                emojis={recent.map((emoji) => ({ emoji, words: emoji }))}
                onPick={pick}
              />
            )}
            {emojiGroups.map(({ group, emojis }) => (
              <Group key={group} title={t(`emoji.${group}`)} emojis={emojis} onPick={pick} />
            ))}
          </>
        )}
      </div>
    </div>
  );
}

interface GridProps {
  emojis: readonly Emoji[];
  onPick: (emoji: string) => void;
}

function Group({ title, ...grid }: GridProps & { title: string }) {
  return (
    <section>
      <h3 className="sticky top-0 bg-surface px-1 py-1 text-xs font-medium text-muted">{title}</h3>
      <Grid {...grid} />
    </section>
  );
}

function Grid({ emojis, onPick }: GridProps) {
  return (
    <div className="grid grid-cols-8">
      {emojis.map(({ emoji, words }) => (
        <button
          key={emoji}
          type="button"
          title={words}
          onClick={() => onPick(emoji)}
          className="grid aspect-square place-items-center rounded-lg text-2xl hover:bg-hover"
        >
          {emoji}
        </button>
      ))}
    </div>
  );
}
