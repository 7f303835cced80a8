import { useNavigate, useParams } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../app/client.tsx';
import { IconButton, PaneHeader, Spinner } from '../../ui/index.ts';
import { RoomTitle } from '../directory/index.ts';
import { Conversation } from './conversation/Conversation.tsx';
import { TypingText } from './header/RoomSubtitle.tsx';
import { type RoomAccess, useRoomAccess } from './room/access.ts';
import { useLookingAt } from './room/looking-at.ts';
import { ThreadParent } from './room/ThreadParent.tsx';
import type { TimelineHandle } from './timeline/Timeline.tsx';

/** A thread: the message it is under, and the answers. */
export function ThreadView({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  const { t } = useTranslation(['messages', 'common']);
  const access = useRoomAccess(roomId);
  const missing = useLookingAt(roomId, access);
  const typing = useStore(`typing:${roomId}`, (store) => store.typing(roomId));
  return (
    <>
      <PaneHeader
        title={t('thread.title')}
        subtitle={
          typing.length > 0 ? (
            <TypingText userIds={typing} direct={false} />
          ) : (
            access && <RoomTitle roomId={access.home.room.id} />
          )
        }
        onBack={onClose}
        actions={<IconButton label={t('common:close')} icon={<X />} onClick={onClose} className="max-md:hidden" />}
      />
      {access ? (
        <KnownThread key={roomId} access={access} />
      ) : (
        <div className="flex flex-1 bg-canvas text-muted">
          {missing ? (
            <p className="m-auto p-8 text-center">{t('missing.title')}</p>
          ) : (
            <Spinner label={t('common:loading')} className="m-auto" />
          )}
        </div>
      )}
    </>
  );
}

function KnownThread({ access }: { access: RoomAccess }) {
  const timeline = useRef<TimelineHandle>(null);
  const navigate = useNavigate();
  const { messageId } = useParams({ strict: false });
  const homeId = access.home.room.id;
  const forgetMessage = useCallback(() => {
    void navigate({ to: '/rooms/$roomId', params: { roomId: homeId }, search: true, state: true, replace: true });
  }, [navigate, homeId]);
  return (
    <Conversation
      access={access}
      timeline={timeline}
      messageId={messageId}
      onArrived={forgetMessage}
      beginning={<ThreadParent access={access} />}
    />
  );
}
