import { Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import { MessagesSquare } from 'lucide-react';
import { useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '../../app/title.ts';
import { Button, EmptyState, PaneHeader, Spinner } from '../../ui/index.ts';
import { useRoomTitle } from '../directory/index.ts';
import { Conversation } from './conversation/Conversation.tsx';
import { RoomHeader } from './header/RoomHeader.tsx';
import { type RoomAccess, useRoomAccess } from './room/access.ts';
import { Beginning } from './room/Beginning.tsx';
import { useLookingAt } from './room/looking-at.ts';
import { StrangerBar } from './room/StrangerBar.tsx';
import type { TimelineHandle } from './timeline/Timeline.tsx';

export interface RoomViewProps {
  roomId: string;
  /** A message to go to. */
  messageId?: string | undefined;
  onBack: () => void;
  onOpenPanel: (panel: 'details') => void;
  panelOpen: boolean;
}

/** A room: its header, its messages and where one writes. Also of a channel that is only looked at. */
export function RoomView(props: RoomViewProps) {
  const access = useRoomAccess(props.roomId);
  const missing = useLookingAt(props.roomId, access);
  const title = useLastTitle(access);
  if (!access) return <Unknown missing={missing} title={title} onBack={props.onBack} />;
  const { parent } = access.room;
  // A thread is shown beside the room above it.
  if (parent) {
    const params = { roomId: parent.roomId };
    return <Navigate to="/rooms/$roomId" params={params} search={{ thread: props.roomId }} replace />;
  }
  return <KnownRoom key={props.roomId} access={access} {...props} />;
}

function KnownRoom({ access, messageId, onBack, onOpenPanel, panelOpen }: RoomViewProps & { access: RoomAccess }) {
  const roomId = access.room.id;
  const timeline = useRef<TimelineHandle>(null);
  const navigate = useNavigate();
  const { thread } = useSearch({ strict: false });
  usePageTitle(useRoomTitle(roomId));
  // Then it can be gone to again.
  const forgetMessage = useCallback(() => {
    void navigate({ to: '/rooms/$roomId', params: { roomId }, search: true, state: true, replace: true });
  }, [navigate, roomId]);
  return (
    <>
      <RoomHeader
        access={access}
        onBack={onBack}
        onDetails={() => onOpenPanel('details')}
        detailsOpen={panelOpen}
        onDate={(at) => timeline.current?.jumpToDate(at)}
      />
      {access.otherId && <StrangerBar userId={access.otherId} />}
      <Conversation
        access={access}
        timeline={timeline}
        // Beside a thread, the address names a message of the thread.
        messageId={thread ? undefined : messageId}
        onArrived={forgetMessage}
        beginning={<Beginning access={access} />}
      />
    </>
  );
}

/** What the room was called when it was last known; '' if it never was. */
function useLastTitle(access: RoomAccess | null): string {
  const title = useRef('');
  if (access) title.current = access.room.name;
  return title.current;
}

/** In place of a room that is not known: it is coming, it is not there for me, or it was while it had this `title`. */
function Unknown({ missing, title, onBack }: { missing: boolean; title: string; onBack: () => void }) {
  const { t } = useTranslation(['messages', 'common']);
  return (
    <>
      <PaneHeader title="" onBack={onBack} />
      <div className="flex flex-1 bg-canvas">
        {missing ? (
          <EmptyState
            icon={<MessagesSquare />}
            title={title ? t('missing.removed', { title }) : t('missing.title')}
            body={title ? t('missing.removedBody') : t('missing.body')}
            action={<Button onClick={onBack}>{t('common:back')}</Button>}
          />
        ) : (
          <Spinner label={t('common:loading')} className="m-auto text-muted" />
        )}
      </div>
    </>
  );
}
