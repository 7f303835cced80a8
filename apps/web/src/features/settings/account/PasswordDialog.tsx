import { ProblemError, passwordFlaw } from '@hongyan/protocol';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../../app/client.tsx';
import { FormDialog, NewPasswordField, PasswordField, useFreshState, useToast } from '../../../ui/index.ts';

/** Chooses another password; the other devices are signed out. */
export function PasswordDialog({
  open,
  onClose,
  name,
  email,
}: {
  open: boolean;
  onClose: () => void;
  name: string;
  email: string;
}) {
  const { t } = useTranslation('settings');
  const client = useClient();
  const toast = useToast();
  const [password, setPassword] = useFreshState(open, '');
  const [newPassword, setNewPassword] = useFreshState(open, '');

  const submit = async () => {
    if (password === '') throw new ProblemError('password_wrong');
    if (passwordFlaw(newPassword, name)) throw new ProblemError('password_weak');
    await client.call('account.changePassword', { password, newPassword });
    toast(t('account.passwordSaved'));
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t('account.passwordTitle')}
      description={t('account.passwordBody')}
      submit={t('account.passwordSave')}
      onSubmit={submit}
    >
      {/* Tells password managers whose password it is. */}
      <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
      <div className="flex flex-col gap-1.5">
        <PasswordField
          label={t('account.passwordNow')}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Link
          to="/forgot"
          search={{ login: email }}
          className="inline-flex min-h-11 items-center self-end text-sm font-medium text-accent-ink underline-offset-4 hover:underline md:min-h-0"
        >
          {t('account.forgot')}
        </Link>
      </div>
      <NewPasswordField
        label={t('account.passwordNew')}
        userName={name}
        value={newPassword}
        onChange={(event) => setNewPassword(event.target.value)}
      />
    </FormDialog>
  );
}
