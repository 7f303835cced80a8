import type { Room } from '@hongyan/protocol';
import { Archive, ArchiveRestore, ArrowRightLeft, Ban, LogIn, LogOut } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, useStore } from '../../../app/client.tsx';
import { useAttempt } from '../../../ui/index.ts';
import { BlockDialog, useMyRole, usePerson, usePersonActions, useRoomTitle } from '../../directory/index.ts';
import { ArchiveDialog } from '../ArchiveDialog.tsx';
import { LeaveDialog } from '../LeaveDialog.tsx';
import { useMay } from '../may.ts';
import { mayLeave, useReopen } from '../use-room-actions.tsx';
import { DetailsRow, DetailsRows } from './DetailsRow.tsx';
import { HandOverDialog } from './HandOverDialog.tsx';

/** The ways out of a room, and into a channel that is only looked at. */
export function DetailsEnd({ room }: { room: Room }) {
  const { t } = useTranslation('rooms');
  const client = useClient();
  const attempt = useAttempt();
  const title = useRoomTitle(room.id);
  const role = useMyRole(room.id);
  const may = useMay(room.id);
  const reopen = useReopen();
  const subscription = useStore(`room:${room.id}`, (store) => store.room(room.id)?.subscription);
  const [dialog, setDialog] = useState<'leave' | 'archive' | 'handOver' | null>(null);
  const close = () => setDialog(null);
  const inside = subscription && !subscription.left;
  const words = { room: t(`kind.${room.kind}`) };

  if (!inside) {
    if (room.kind !== 'channel' || room.archivedAt !== null) return null;
    const join = () => void attempt(() => client.call('room.join', { roomId: room.id }));
    return (
      <DetailsRows>
        <DetailsRow icon={<LogIn />} label={t('details.join')} onClick={join} />
      </DetailsRows>
    );
  }
  return (
    <DetailsRows>
      {may('transfer') && room.memberCount > 1 && (
        <DetailsRow icon={<ArrowRightLeft />} label={t('details.transfer')} onClick={() => setDialog('handOver')} />
      )}
      {may('archive') &&
        (room.archivedAt === null ? (
          <DetailsRow icon={<Archive />} label={t('action.archive', words)} onClick={() => setDialog('archive')} />
        ) : (
          <DetailsRow
            icon={<ArchiveRestore />}
            label={t('action.unarchive', words)}
            onClick={() => void reopen(room.id)}
          />
        ))}
      {mayLeave(role, room) && (
        <DetailsRow icon={<LogOut />} label={t('action.leave', words)} danger onClick={() => setDialog('leave')} />
      )}
      <HandOverDialog room={room} open={dialog === 'handOver'} onClose={close} />
      <ArchiveDialog room={room} title={title} open={dialog === 'archive'} onClose={close} />
      <LeaveDialog room={room} title={title} open={dialog === 'leave'} onClose={close} />
    </DetailsRows>
  );
}

/** Blocking the other person of a direct room, or no longer. */
export function PersonEnd({ userId }: { userId: string }) {
  const { t } = useTranslation('directory');
  const attempt = useAttempt();
  const person = usePerson(userId);
  const blocked = useStore('blocks', (store) => store.isBlocked(userId));
  const { unblock } = usePersonActions(userId);
  const [asking, setAsking] = useState(false);
  if (!person || person.deleted) return null;
  return (
    <DetailsRows>
      {blocked ? (
        <DetailsRow icon={<Ban />} label={t('block.undo')} onClick={() => void attempt(unblock)} />
      ) : (
        <DetailsRow icon={<Ban />} label={t('block.open')} danger onClick={() => setAsking(true)} />
      )}
      <BlockDialog userId={userId} open={asking} onClose={() => setAsking(false)} />
    </DetailsRows>
  );
}
