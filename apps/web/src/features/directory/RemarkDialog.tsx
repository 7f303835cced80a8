import { limits } from '@hongyan/protocol';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../app/client.tsx';
import { FormDialog, TextField, useFreshState } from '../../ui/index.ts';
import { usePerson } from './person.ts';
import { usePersonActions } from './use-person-actions.ts';

/** Gives a contact a name that only I see. */
export function RemarkDialog({ userId, open, onClose }: { userId: string; open: boolean; onClose: () => void }) {
  const { t } = useTranslation(['directory', 'common']);
  const present = useStore('contacts', (store) => store.contact(userId))?.remark ?? '';
  const person = usePerson(userId);
  const { setRemark } = usePersonActions(userId);
  const [remark, setRemarkText] = useFreshState(open, present);
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t('remark.title')}
      submit={t('common:save')}
      onSubmit={() => setRemark(remark)}
    >
      <TextField
        label={t('remark.label')}
        hint={t('remark.hint')}
        placeholder={person?.displayName}
        maxLength={limits.remark}
        autoComplete="off"
        value={remark}
        onChange={(event) => setRemarkText(event.target.value)}
      />
    </FormDialog>
  );
}
