import { useTranslation } from 'react-i18next';
import { cx } from '../../../ui/index.ts';
import { PersonAvatar } from '../../directory/index.ts';
import type { Suggestion, Suggestions } from './use-suggestions.ts';

/** What the word at the caret could become. The focus stays in the text; `aria-activedescendant` says what is chosen. */
export function SuggestionList({
  suggestions,
  onPick,
}: {
  suggestions: Suggestions;
  onPick: (suggestion: Suggestion) => void;
}) {
  const { t } = useTranslation('messages');
  const { id, all, index, choose } = suggestions;
  if (all.length === 0) return null;
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t('composer.suggestions')}
      className="absolute inset-x-2 bottom-full @2xl:start-6 z-20 mb-2 max-h-72 overflow-y-auto rounded-xl border border-line bg-surface p-1 shadow-pop @lg:end-auto @lg:w-80"
    >
      {all.map((suggestion, at) => (
        // oxlint-disable-next-line jsx-a11y/interactive-supports-focus, jsx-a11y/click-events-have-key-events -- the text keeps the focus, the text handles the keys
        <div
          key={suggestion.key}
          id={`${id}-${at}`}
          role="option"
          aria-selected={at === index}
          onPointerMove={() => choose(at)}
          // The text must not lose the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(suggestion)}
          className={cx(
            'flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-2.5 md:min-h-10',
            at === index && 'bg-hover',
          )}
        >
          {suggestion.userId && <PersonAvatar userId={suggestion.userId} size="small" />}
          {suggestion.emoji && <span className="grid w-8 place-items-center text-2xl">{suggestion.emoji}</span>}
          <bdi className="min-w-0 truncate">{suggestion.label}</bdi>
          <bdi className="min-w-0 flex-1 truncate text-sm text-muted">{suggestion.hint}</bdi>
        </div>
      ))}
    </div>
  );
}
