import type { RoomSummary } from '@hongyan/sdk';
import { Link2, Pin, Settings2, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../../app/client.tsx';
import { Banner, IconButton, PaneHeader, Switch } from '../../../ui/index.ts';
import { useRoomNavigation } from '../address.ts';
import { useMay } from '../may.ts';
import { useUpdateSubscription } from '../use-room-actions.tsx';
import { DetailsEnd, PersonEnd } from './DetailsEnd.tsx';
import { DetailsHead } from './DetailsHead.tsx';
import { DetailsRow, DetailsRows } from './DetailsRow.tsx';
import { MemberGrid } from './MemberGrid.tsx';
import { PersonFacts } from './PersonFacts.tsx';

/** All about a room, and the ways to its parts. What the reader may not do is not shown. */
export function Details({ roomId }: { roomId: string }) {
  const { t } = useTranslation('rooms');
  const { t: common } = useTranslation();
  const { goUp } = useRoomNavigation();
  const summary = useStore(`room:${roomId}`, (store) => store.room(roomId));
  if (!summary) return null;
  const { room, otherId } = summary;
  return (
    <>
      <PaneHeader
        title={t('details.title')}
        onBack={goUp}
        actions={
          <span className="hidden md:block">
            <IconButton label={common('close')} icon={<X />} onClick={goUp} />
          </span>
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-6">
        <DetailsHead summary={summary} />
        {room.archivedAt !== null && (
          <div className="px-4 pb-4">
            <Banner tone="warning">{t('details.archivedBody', { room: t(`kind.${room.kind}`) })}</Banner>
          </div>
        )}
        {otherId ? <PersonFacts userId={otherId} /> : <MemberGrid room={room} />}
        <OwnSide summary={summary} />
        <Parts roomId={roomId} pins={room.pins.length} />
        {otherId ? <PersonEnd userId={otherId} /> : <DetailsEnd room={room} />}
      </div>
    </>
  );
}

/** My own choices about the room. */
function OwnSide({ summary }: { summary: RoomSummary }) {
  const { t } = useTranslation('rooms');
  const update = useUpdateSubscription(summary.room.id);
  const { subscription } = summary;
  if (!subscription || subscription.left) return null;
  return (
    <div className="border-t border-line px-4 py-2">
      <Switch
        label={t('details.mute')}
        hint={t('details.muteHint')}
        checked={subscription.muted}
        onChecked={(muted) => update({ muted })}
      />
      <Switch
        label={t('details.pin')}
        hint={t('details.pinHint')}
        checked={subscription.pinned}
        onChecked={(pinned) => update({ pinned })}
      />
    </div>
  );
}

function Parts({ roomId, pins }: { roomId: string; pins: number }) {
  const { t } = useTranslation('rooms');
  const { openPanel } = useRoomNavigation();
  const may = useMay(roomId);
  return (
    <DetailsRows>
      <DetailsRow label={t('details.pins')} icon={<Pin />} count={pins} leads onClick={() => openPanel('pins')} />
      {may('invite') && (
        <DetailsRow label={t('details.invites')} icon={<Link2 />} leads onClick={() => openPanel('invites')} />
      )}
      {may('edit') && (
        <DetailsRow label={t('details.settings')} icon={<Settings2 />} leads onClick={() => openPanel('settings')} />
      )}
    </DetailsRows>
  );
}
