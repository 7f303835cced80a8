import { ProblemError } from '@hongyan/protocol';
import { MessageSquareText, Trash2, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../../app/client.tsx';
import { FormDialog, PasswordField, useFreshState } from '../../../ui/index.ts';

/** Says what goes and what stays, and deletes the account for ever. The server then ends the session. */
export function DeleteAccountDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const client = useClient();
  const [password, setPassword] = useFreshState(open, '');
  const submit = async () => {
    if (password === '') throw new ProblemError('password_wrong');
    await client.call('account.delete', { password });
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t('account.deleteAsk')}
      submit={t('account.deleteConfirm')}
      danger
      onSubmit={submit}
    >
      <ul className="flex flex-col gap-3">
        <Consequence icon={<Trash2 />}>{t('account.deleteGoes')}</Consequence>
        <Consequence icon={<MessageSquareText />}>{t('account.deleteStays')}</Consequence>
        <Consequence icon={<TriangleAlert />}>{t('account.deleteFinal')}</Consequence>
      </ul>
      <PasswordField
        label={t('account.passwordNow')}
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
    </FormDialog>
  );
}

function Consequence({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex items-start gap-3 [&>svg]:mt-0.5 [&>svg]:size-5 [&>svg]:shrink-0 [&>svg]:text-muted">
      {icon}
      <span>{children}</span>
    </li>
  );
}
