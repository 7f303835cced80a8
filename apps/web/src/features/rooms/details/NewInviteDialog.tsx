import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../../app/client.tsx';
import { copyText, FormDialog, Select, useToast } from '../../../ui/index.ts';
import { inviteAddress } from '../invite-address.ts';

/** Hours for which a link works; 0 is without end. */
const lasting = [
  { value: '1', word: 'hour' },
  { value: '24', word: 'day' },
  { value: '168', word: 'week' },
  { value: '720', word: 'month' },
  { value: '0', word: 'forever' },
] as const;

/** How many may join by a link; 0 is without limit. */
const uses = ['0', '1', '10', '100'] as const;

/** Makes an invite link and copies it. */
export function NewInviteDialog({
  roomId,
  open,
  onClose,
  onMade,
}: {
  roomId: string;
  open: boolean;
  onClose: () => void;
  onMade: () => Promise<void>;
}) {
  const { t } = useTranslation('rooms');
  const client = useClient();
  const toast = useToast();
  const [hours, setHours] = useState<string>('168');
  const [maxUses, setMaxUses] = useState<string>('0');

  const create = async () => {
    const { invite } = await client.call('invite.create', { roomId, hours: Number(hours), maxUses: Number(maxUses) });
    await onMade();
    if (await copyText(inviteAddress(invite.code))) toast(t('invites.copied'));
  };
  const usesText = (count: string) =>
    count === '0' ? t('invites.unlimited') : t('invites.usesCount', { count: Number(count) });
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t('invites.createTitle')}
      description={t('invites.intro')}
      submit={t('invites.createAndCopy')}
      onSubmit={create}
    >
      <Select
        label={t('invites.lasts')}
        value={hours}
        options={lasting.map(({ value, word }) => ({ value, label: t(`invites.${word}`) }))}
        onValue={setHours}
      />
      <Select
        label={t('invites.uses')}
        value={maxUses}
        options={uses.map((value) => ({ value, label: usesText(value) }))}
        onValue={setMaxUses}
      />
    </FormDialog>
  );
}
