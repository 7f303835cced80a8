import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../../app/client.tsx';
import { Time } from '../../../ui/index.ts';
import { PersonAvatar, PersonName, RoomTitle } from '../../directory/index.ts';
import { useMessage } from '../message/use-message.ts';
import { addressOf } from '../room/address.ts';
import { useMessagePreview } from '../use-preview.ts';

/** A message in a list: who, when, the first lines. Leads to where it was said. */
export function PanelMessage({
  roomId,
  messageId,
  showsRoom = false,
  action,
}: {
  roomId: string;
  messageId: string;
  showsRoom?: boolean;
  action: ReactNode;
}) {
  const { t } = useTranslation('messages');
  const navigate = useNavigate();
  const summary = useStore(`room:${roomId}`, (store) => store.room(roomId));
  const message = useMessage(roomId, messageId);
  const preview = useMessagePreview(message ?? null, summary?.room.kind ?? 'group');
  const room = summary?.room ?? { id: roomId, parent: null };
  return (
    <div className="relative flex items-start gap-3 rounded-xl px-2 py-2 hover:bg-hover">
      {message ? <PersonAvatar userId={message.authorId} size="small" /> : <span className="size-8 shrink-0" />}
      <button
        type="button"
        disabled={!message}
        onClick={() => void navigate({ href: addressOf(messageId, room) })}
        className="min-w-0 flex-1 text-start after:absolute after:inset-0 after:rounded-xl"
      >
        <span className="flex min-h-5 items-baseline gap-2">
          {message && (
            <>
              <PersonName userId={message.authorId} className="min-w-0 truncate text-sm font-medium" />
              <Time at={message.createdAt} className="shrink-0 text-xs text-muted" />
            </>
          )}
        </span>
        <span className="line-clamp-3 min-h-5 text-sm break-words text-muted [overflow-wrap:anywhere]">
          {message === undefined ? t('quote.missing') : preview}
        </span>
        {showsRoom && summary && (
          <span className="mt-0.5 block truncate text-xs text-muted">
            <RoomTitle roomId={summary.room.parent?.roomId ?? roomId} />
          </span>
        )}
      </button>
      <span className="relative z-10 shrink-0">{action}</span>
    </div>
  );
}
