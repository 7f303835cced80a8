import { can } from '@hongyan/protocol';
import { Pin, PinOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useClient, useStore } from '../../../app/client.tsx';
import { EmptyState, IconButton, useAttempt } from '../../../ui/index.ts';
import { useRoomAccess } from '../room/access.ts';
import { PanelMessage } from './PanelMessage.tsx';

/** The messages pinned in a room, the newest pin first. */
export function PinnedPanel({ roomId }: { roomId: string }) {
  const { t } = useTranslation('messages');
  const client = useClient();
  const attempt = useAttempt();
  const access = useRoomAccess(roomId);
  const pins = useStore(`room:${roomId}`, (store) => store.room(roomId))?.room.pins ?? [];
  if (pins.length === 0) {
    return <EmptyState icon={<Pin />} title={t('pins.none')} body={t('pins.noneBody')} />;
  }
  const mayUnpin = access?.closed === null && (access.room.kind === 'direct' || can(access.role, 'pin'));
  const unpin = (id: string) => void attempt(() => client.call('message.pin', { roomId, id, on: false }));
  return (
    <ul className="flex min-h-0 flex-1 flex-col gap-1 overflow-y-auto p-2">
      {pins.toReversed().map((id) => (
        <li key={id}>
          <PanelMessage
            roomId={roomId}
            messageId={id}
            action={
              mayUnpin && (
                <IconButton size="small" label={t('action.unpin')} icon={<PinOff />} onClick={() => unpin(id)} />
              )
            }
          />
        </li>
      ))}
    </ul>
  );
}
