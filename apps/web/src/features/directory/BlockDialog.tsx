import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../ui/index.ts';
import { usePersonName } from './person.ts';
import { usePersonActions } from './use-person-actions.ts';

/** Asks before a person is blocked. */
export function BlockDialog({ userId, open, onClose }: { userId: string; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('directory');
  const name = usePersonName(userId);
  const { block } = usePersonActions(userId);
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={t('block.title', { name })}
      body={t('block.body')}
      confirm={t('block.confirm')}
      danger
      onConfirm={block}
    />
  );
}
