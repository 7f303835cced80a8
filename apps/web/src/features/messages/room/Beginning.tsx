import { useTranslation } from 'react-i18next';
import { LinkedText } from '../../../ui/index.ts';
import { RoomAvatar, useRoomTitle } from '../../directory/index.ts';
import type { RoomAccess } from './access.ts';

/** Above the first message: where this begins and what it is. */
export function Beginning({ access }: { access: RoomAccess }) {
  const { t } = useTranslation('messages');
  const { room } = access;
  const title = useRoomTitle(room.id);
  const kind = room.kind === 'direct' ? 'direct' : room.kind === 'channel' ? 'channel' : 'group';
  return (
    <div className="flex flex-col items-center gap-3 px-6 pt-10 pb-6 text-center">
      <RoomAvatar roomId={room.id} size="large" />
      <div className="max-w-md">
        <p className="text-lg font-semibold break-words">
          <bdi>{title}</bdi>
        </p>
        <p className="mt-1 text-muted">{t(`beginning.${kind}`, { name: title })}</p>
        {room.topic && (
          <p dir="auto" className="mt-2 break-words whitespace-pre-wrap">
            <LinkedText text={room.topic} />
          </p>
        )}
      </div>
    </div>
  );
}
