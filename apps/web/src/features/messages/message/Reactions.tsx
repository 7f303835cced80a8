import type { Message, Reaction } from '@hongyan/protocol';
import { SmilePlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMyId } from '../../../app/client.tsx';
import { useLocale } from '../../../i18n/index.ts';
import { cx, EmojiPicker, Tooltip } from '../../../ui/index.ts';
import { usePersonNames } from '../../directory/index.ts';
import { useConversation } from '../conversation/conversation.ts';

/** Reactions to a message: each with how many gave it and, on hover, who. Pressing one adds mine or takes it off. */
export function Reactions({ message }: { message: Message }) {
  const { t } = useTranslation('messages');
  const { access, actions } = useConversation();
  const writes = access.closed === null;
  return (
    <ul aria-label={t('reactions.label')} className="mt-1 flex flex-wrap gap-1">
      {message.reactions.map((reaction) => (
        <li key={reaction.emoji} className="flex">
          <ReactionButton message={message} reaction={reaction} disabled={!writes} />
        </li>
      ))}
      {writes && (
        <li className="flex pointer-fine:opacity-0 pointer-fine:group-hover/row:opacity-100 pointer-fine:focus-within:opacity-100">
          <EmojiPicker
            trigger={
              <button
                type="button"
                aria-label={t('reactions.add')}
                className="grid h-8 w-10 place-items-center rounded-full border border-line bg-surface text-muted hover:text-ink md:h-7 md:w-9"
              >
                <SmilePlus aria-hidden className="size-4" />
              </button>
            }
            onPick={(emoji) => actions.react(message, emoji, true)}
          />
        </li>
      )}
    </ul>
  );
}

function ReactionButton({ message, reaction, disabled }: { message: Message; reaction: Reaction; disabled: boolean }) {
  const { t } = useTranslation('messages');
  const { actions } = useConversation();
  const mine = reaction.userIds.includes(useMyId());
  const who = useReactors(reaction);
  const label = t('reactions.who', { who, emoji: reaction.emoji });
  return (
    <Tooltip label={label} side="top">
      <button
        type="button"
        aria-pressed={mine}
        disabled={disabled}
        onClick={() => actions.react(message, reaction.emoji, !mine)}
        className={cx(
          'flex h-8 items-center gap-1 rounded-full border px-2 text-[13px] tabular-nums transition-colors md:h-7',
          mine
            ? 'border-accent bg-accent-soft font-medium text-accent-ink'
            : 'border-line bg-surface text-muted not-disabled:hover:border-line-strong',
        )}
      >
        <span className="text-base leading-none">{reaction.emoji}</span>
        {reaction.count}
        <span className="sr-only">{label}</span>
      </button>
    </Tooltip>
  );
}

/** Those who gave a reaction in words: "You, 李雷 and 3 others". */
function useReactors({ userIds, count }: Reaction): string {
  const { t } = useTranslation('messages');
  const locale = useLocale();
  const myId = useMyId();
  const named = userIds.slice(0, 5);
  const nameOf = usePersonNames(named);
  const names: string[] = named.map((id) => (id === myId ? t('preview.you') : nameOf(id)));
  if (count > named.length) names.push(t('preview.others', { count: count - named.length }));
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(names);
}
