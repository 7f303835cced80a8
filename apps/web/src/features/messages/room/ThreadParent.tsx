import { useTranslation } from 'react-i18next';
import { Time } from '../../../ui/index.ts';
import { PersonAvatar, PersonName } from '../../directory/index.ts';
import { textOf } from '../conversation/use-message-actions.ts';
import { MessageText } from '../message/MessageText.tsx';
import { useMessage } from '../message/use-message.ts';
import { useMessagePreview } from '../use-preview.ts';
import type { RoomAccess } from './access.ts';

/** The message that a thread is under, above its answers. */
export function ThreadParent({ access }: { access: RoomAccess }) {
  const { t } = useTranslation('messages');
  const { roomId, messageId } = access.room.parent ?? { roomId: '', messageId: '' };
  const message = useMessage(roomId, messageId);
  const preview = useMessagePreview(message ?? null, access.home.room.kind);
  return (
    <div className="border-b border-line bg-surface px-3 py-3 @2xl/column:px-6">
      {message && (
        <div className="flex gap-3">
          <PersonAvatar userId={message.authorId} size="small" />
          <div className="min-w-0 flex-1">
            <p className="flex items-baseline gap-2">
              <PersonName userId={message.authorId} className="min-w-0 truncate font-medium" />
              <Time at={message.createdAt} className="shrink-0 text-xs text-muted" />
            </p>
            {message.recalledAt !== null ? (
              <p className="text-muted">{preview}</p>
            ) : (
              <MessageText message={{ ...message, text: textOf(message) }} />
            )}
          </div>
        </div>
      )}
      <p className="mt-3 text-[13px] text-muted">
        {access.room.lastSeq === 0 ? t('thread.none') : t('thread.answers', { count: access.room.lastSeq })}
      </p>
    </div>
  );
}
