import type { Message } from '@hongyan/protocol';
import { Pencil, Reply, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../../ui/index.ts';
import { useConversation } from '../conversation/conversation.ts';
import { QuoteLines } from '../message/Quote.tsx';
import { useMessage } from '../message/use-message.ts';
import { useMessagePreview } from '../use-preview.ts';

/** Above the text: which message is answered. */
export function ReplyBar({ roomId, messageId, onEnd }: { roomId: string; messageId: string; onEnd: () => void }) {
  const { t } = useTranslation('messages');
  const message = useMessage(roomId, messageId);
  return <Bar icon={<Reply />} message={message} label={t('composer.endReply')} onEnd={onEnd} />;
}

/** Above the text: which message is edited. */
export function EditBar({ message, onEnd }: { message: Message; onEnd: () => void }) {
  const { t } = useTranslation('messages');
  return (
    <Bar
      icon={<Pencil />}
      message={message}
      title={t('composer.editing')}
      label={t('composer.endEdit')}
      onEnd={onEnd}
    />
  );
}

function Bar({
  icon,
  message,
  title,
  label,
  onEnd,
}: {
  icon: ReactNode;
  message: Message | null | undefined;
  title?: string;
  label: string;
  onEnd: () => void;
}) {
  const { access, actions } = useConversation();
  const preview = useMessagePreview(message ?? null, access.room.kind);
  return (
    <div className="flex items-center gap-2 ps-3 pe-1 pt-1.5">
      <span aria-hidden className="text-accent-ink [&_svg]:size-5">
        {icon}
      </span>
      <button
        type="button"
        onClick={() => message && actions.jumpTo(message.id)}
        className="min-w-0 flex-1 border-s-[3px] border-accent ps-2.5 text-start text-[13px] leading-[18px] [&_.line-clamp-2]:line-clamp-1"
      >
        {title ? (
          <>
            <span className="block truncate font-medium text-accent-ink">{title}</span>
            <span className="block truncate text-muted">{preview}</span>
          </>
        ) : (
          <QuoteLines message={message} preview={preview} />
        )}
      </button>
      <IconButton size="small" label={label} icon={<X />} onClick={onEnd} />
    </div>
  );
}
