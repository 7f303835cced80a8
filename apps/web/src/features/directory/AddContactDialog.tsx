import { limits } from '@hongyan/protocol';
import { useTranslation } from 'react-i18next';
import { FormDialog, TextArea, useFreshState, useToast } from '../../ui/index.ts';
import { usePersonName } from './person.ts';
import { usePersonActions } from './use-person-actions.ts';

/** Asks a person to become contacts, with a note. */
export function AddContactDialog({ userId, open, onClose }: { userId: string; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('directory');
  const toast = useToast();
  const name = usePersonName(userId);
  const { request } = usePersonActions(userId);
  const [note, setNote] = useFreshState(open, '');
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t('request.title', { name })}
      description={t('request.body')}
      submit={t('request.send')}
      onSubmit={async () => {
        await request(note);
        toast(t('request.sent', { name }));
      }}
    >
      <TextArea
        label={t('request.note')}
        placeholder={t('request.placeholder')}
        maxLength={limits.requestNote}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
    </FormDialog>
  );
}
