import type { Message } from '@hongyan/protocol';
import { MessagesSquare } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../../app/client.tsx';
import { Badge, Time } from '../../../ui/index.ts';
import { useConversation } from '../conversation/conversation.ts';

/** That there is a thread under a message: how many answers, when the last one came, how many I have not read. */
export function ThreadLine({ message, thread }: { message: Message; thread: NonNullable<Message['thread']> }) {
  const { t } = useTranslation('messages');
  const { actions } = useConversation();
  const summary = useStore(`room:${thread.roomId}`, (store) => store.room(thread.roomId));
  if (thread.count === 0) return null;
  const unread = summary?.unread ?? 0;
  return (
    <button
      type="button"
      onClick={() => actions.openThread(message)}
      className="mt-1 flex min-h-9 items-center gap-2 rounded-lg px-2 text-[13px] text-accent-ink hover:bg-hover md:min-h-7"
    >
      <MessagesSquare aria-hidden className="size-4" />
      <span className="font-medium">{t('thread.answers', { count: thread.count })}</span>
      <Time at={thread.lastAt} as="short" className="text-xs text-muted" />
      {unread > 0 && <Badge count={unread} />}
    </button>
  );
}
