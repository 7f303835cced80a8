import type { RoomSummary } from '@hongyan/sdk';
import { useTranslation } from 'react-i18next';
import { LinkedText } from '../../../ui/index.ts';
import { PresenceText, RoomAvatar, RoomTitle } from '../../directory/index.ts';

/** Picture, name and what kind of room it is. */
export function DetailsHead({ summary }: { summary: RoomSummary }) {
  const { t } = useTranslation('rooms');
  const { room, otherId } = summary;
  return (
    <div className="flex flex-col items-center gap-1 px-4 pt-6 pb-5 text-center">
      <RoomAvatar roomId={room.id} size="huge" presence />
      <h2 className="mt-3 max-w-full text-lg leading-snug font-semibold break-words">
        <RoomTitle roomId={room.id} />
      </h2>
      <p className="text-sm text-muted">
        {otherId ? (
          <PresenceText userId={otherId} />
        ) : (
          `${t(`kindTitle.${room.kind}`)} · ${t('memberCount', { count: room.memberCount })}`
        )}
      </p>
      {room.topic && (
        <p dir="auto" className="mt-2 max-w-full text-balance break-words whitespace-pre-wrap">
          <LinkedText text={room.topic} />
        </p>
      )}
    </div>
  );
}
