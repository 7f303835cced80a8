import type { Room } from '@hongyan/protocol';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../app/client.tsx';
import { ConfirmDialog, useToast } from '../../ui/index.ts';

/** Asks before a room is archived. */
export function ArchiveDialog({
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
  const archive = async () => {
    await client.call('room.archive', { roomId: room.id, archived: true });
    toast(t('archive.done'));
  };
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={t('archive.title', { title })}
      body={t('archive.body')}
      confirm={t('archive.confirm')}
      onConfirm={archive}
    />
  );
}
