import type { Message } from '@hongyan/protocol';
import { useTranslation } from 'react-i18next';
import { PersonName } from '../../directory/index.ts';
import { useConversation } from '../conversation/conversation.ts';
import { useMessagePreview } from '../use-preview.ts';
import { useMessage } from './use-message.ts';

/** The message that is answered, in two lines. Leads to it. */
export function Quote({ roomId, messageId }: { roomId: string; messageId: string }) {
  const { t } = useTranslation('messages');
  const { access, actions } = useConversation();
  const message = useMessage(roomId, messageId);
  const preview = useMessagePreview(message ?? null, access.room.kind);
  return (
    <button
      type="button"
      onClick={() => actions.jumpTo(messageId)}
      className="mb-1 block w-full min-w-0 rounded-lg border-s-[3px] border-accent bg-ink/5 px-2.5 py-1 text-start text-[13px] leading-[18px] hover:bg-ink/8"
    >
      <span className="sr-only">{t('quote.jump')}</span>
      <QuoteLines message={message} preview={preview} />
    </button>
  );
}

/** Who said it and what, cut to two lines. Its height is the same while it is being loaded. */
export function QuoteLines({ message, preview }: { message: Message | null | undefined; preview: string }) {
  const { t } = useTranslation('messages');
  return (
    <>
      <span className="block h-[18px] truncate font-medium text-accent-ink">
        {message && <PersonName userId={message.authorId} />}
      </span>
      <span className="line-clamp-2 min-h-[18px] break-words text-ink/75 [overflow-wrap:anywhere]">
        {message === undefined ? t('quote.missing') : preview}
      </span>
    </>
  );
}
