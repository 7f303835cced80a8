import type { Message } from '@hongyan/protocol';
import { Ellipsis, MessagesSquare, Reply, SmilePlus } from 'lucide-react';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { cx, EmojiPicker, IconButton } from '../../../ui/index.ts';
import { useConversation } from '../conversation/conversation.ts';
import { useAbilities } from './use-abilities.ts';

/** What is done most, beside the message under the pointer. The rest is in its menu. */
export function MessageBar({ message, own, ref }: { message: Message; own: boolean; ref: Ref<HTMLDivElement> }) {
  const { t } = useTranslation('messages');
  const { actions } = useConversation();
  const may = useAbilities(message);
  return (
    <div
      ref={ref}
      className={cx(
        // Beside the bubble, or in a narrow column above it: it covers no word of it.
        'absolute bottom-full z-10 -mb-1.5 flex rounded-[10px] border border-line bg-surface @2xl/column:-top-0.5 @2xl/column:bottom-auto @2xl/column:mb-0',
        own ? 'end-0 @2xl/column:end-full @2xl/column:me-1.5' : 'start-0 @2xl/column:start-full @2xl/column:ms-1.5',
      )}
    >
      {may.react && (
        <EmojiPicker
          trigger={<IconButton size="small" label={t('reactions.add')} icon={<SmilePlus />} />}
          onPick={(emoji) => actions.react(message, emoji, true)}
        />
      )}
      {may.reply && (
        <IconButton size="small" label={t('action.reply')} icon={<Reply />} onClick={() => actions.reply(message)} />
      )}
      {may.thread && (
        <IconButton
          size="small"
          label={t('action.thread')}
          icon={<MessagesSquare />}
          onClick={() => actions.openThread(message)}
        />
      )}
      <IconButton
        size="small"
        label={t('action.more')}
        icon={<Ellipsis />}
        aria-haspopup="menu"
        onClick={(event) => {
          const { left, bottom } = event.currentTarget.getBoundingClientRect();
          actions.showMenu(message, { x: left, y: bottom + 4 });
        }}
      />
    </div>
  );
}
