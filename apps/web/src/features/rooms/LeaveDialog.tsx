import type { Room } from '@hongyan/protocol';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../app/client.tsx';
import { ConfirmDialog, useToast } from '../../ui/index.ts';
import { usePlace, useRoomNavigation } from './address.ts';

/** Asks before I leave a group or a channel. */
export function LeaveDialog({
  room,
  title,
  open,
  onClose,
}: {
  room: Room;
  title: string;
  open: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation('rooms');
  const client = useClient();
  const toast = useToast();
  const place = usePlace();
  const { goToList } = useRoomNavigation();
  const leave = async () => {
    await client.call('room.leave', { roomId: room.id });
    toast(t('leave.done', { title }));
    if (place.roomId === room.id) goToList();
  };
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={t('leave.title', { title })}
      body={t(
        room.memberCount === 1 ? 'leave.lastBody' : room.kind === 'channel' ? 'leave.channelBody' : 'leave.groupBody',
      )}
      confirm={t('leave.confirm')}
      danger
      onConfirm={leave}
    />
  );
}
