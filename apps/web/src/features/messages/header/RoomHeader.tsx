import { CalendarDays, PanelRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton, PaneHeader } from '../../../ui/index.ts';
import { RoomAvatar, RoomTitle } from '../../directory/index.ts';
import type { RoomAccess } from '../room/access.ts';
import { DatePicker } from '../timeline/DatePicker.tsx';
import { RoomSubtitle } from './RoomSubtitle.tsx';
import { ThreadsButton } from './ThreadsButton.tsx';

/** The room's name and what is going on in it. The name opens the details. */
export function RoomHeader({
  access,
  onBack,
  onDetails,
  detailsOpen,
  onDate,
}: {
  access: RoomAccess;
  onBack: () => void;
  onDetails: () => void;
  detailsOpen: boolean;
  onDate: (at: number) => void;
}) {
  const { t } = useTranslation('messages');
  const { room } = access;
  return (
    <PaneHeader
      onBack={onBack}
      start={<RoomAvatar roomId={room.id} size="small" presence />}
      title={
        <button type="button" onClick={onDetails} className="max-w-full truncate text-start">
          <RoomTitle roomId={room.id} />
        </button>
      }
      subtitle={<RoomSubtitle access={access} />}
      actions={
        <>
          <ThreadsButton access={access} />
          <DatePicker
            at={Date.now()}
            onDate={onDate}
            trigger={<IconButton label={t('date.jump')} icon={<CalendarDays />} />}
          />
          <IconButton label={t('details')} icon={<PanelRight />} pressed={detailsOpen} onClick={onDetails} />
        </>
      }
    />
  );
}
