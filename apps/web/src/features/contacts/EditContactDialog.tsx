import { type Contact, limits } from '@hongyan/protocol';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, useStore } from '../../app/client.tsx';
import { FormDialog, TextArea, TextField, useFreshState } from '../../ui/index.ts';
import { usePerson } from '../directory/index.ts';

type Fields = Pick<Contact, 'remark' | 'phone' | 'address' | 'notes' | 'group'>;

/** Changes what I keep about a contact. */
export function EditContactDialog({
  contact,
  open,
  onClose,
}: {
  contact: Contact;
  open: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation(['contacts', 'directory', 'common']);
  const client = useClient();
  const person = usePerson(contact.userId);
  const groups = useGroups();
  const groupsId = useId();
  const { remark, phone, address, notes, group } = contact;
  const [fields, setFields] = useFreshState<Fields>(open, { remark, phone, address, notes, group });
  const bind = (field: keyof Fields) => ({
    value: fields[field],
    onChange: (event: { target: { value: string } }) => setFields({ ...fields, [field]: event.target.value }),
  });

  const save = async () => {
    const trimmed = Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, value.trim()]));
    await client.call('contact.update', { userId: contact.userId, ...trimmed });
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t('edit.title')}
      description={t('facts.body')}
      submit={t('common:save')}
      onSubmit={save}
    >
      <TextField
        label={t('directory:remark.label')}
        placeholder={person?.displayName}
        maxLength={limits.remark}
        autoComplete="off"
        {...bind('remark')}
      />
      <TextField
        label={t('facts.group')}
        hint={t('edit.groupHint')}
        maxLength={limits.contactGroup}
        autoComplete="off"
        list={groupsId}
        {...bind('group')}
      />
      <datalist id={groupsId}>
        {groups.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      <TextField
        label={t('facts.phone')}
        type="tel"
        maxLength={limits.contactField}
        autoComplete="off"
        {...bind('phone')}
      />
      <TextField label={t('facts.address')} maxLength={limits.contactField} autoComplete="off" {...bind('address')} />
      <TextArea label={t('facts.notes')} maxLength={limits.contactNotes} {...bind('notes')} />
    </FormDialog>
  );
}

/** The groups that I have already. */
function useGroups(): string[] {
  const contacts = useStore('contacts', (store) => store.contacts());
  return [...new Set(contacts.map(({ group }) => group))].filter(Boolean).sort();
}
