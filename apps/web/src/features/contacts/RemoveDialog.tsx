import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../app/client.tsx';
import { Checkbox, ConfirmDialog } from '../../ui/index.ts';
import { usePersonActions, usePersonName } from '../directory/index.ts';

/** Asks before a contact is removed, and whether to block them too. `onRemoved` is called after it. */
export function RemoveDialog({
  userId,
  blocked,
  open,
  onClose,
  onRemoved,
}: {
  userId: string;
  blocked: boolean;
  open: boolean;
  onClose: () => void;
  onRemoved: () => void;
}) {
  const { t } = useTranslation('contacts');
  const client = useClient();
  const name = usePersonName(userId);
  const { block } = usePersonActions(userId);
  const [blocks, setBlocks] = useState(false);

  const close = () => {
    setBlocks(false);
    onClose();
  };
  const remove = async () => {
    if (blocks) await block();
    await client.call('contact.remove', { userId });
    onRemoved();
  };
  return (
    <ConfirmDialog
      open={open}
      onClose={close}
      title={t('remove.title', { name })}
      body={blocked ? t('remove.body') : t('remove.bodyReachable')}
      confirm={t('remove.confirm')}
      danger
      onConfirm={remove}
    >
      {!blocked && <Checkbox label={t('remove.block')} checked={blocks} onChecked={setBlocks} />}
    </ConfirmDialog>
  );
}
