import { isEmail, limits, ProblemError } from '@hongyan/protocol';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../../app/client.tsx';
import { useLocale } from '../../../i18n/index.ts';
import { FormDialog, PasswordField, TextField, useFreshState, useToast } from '../../../ui/index.ts';

/** Asks for another e-mail address, which counts once the link that goes there is opened. */
export function EmailDialog({
  open,
  onClose,
  handedOut,
}: {
  open: boolean;
  onClose: () => void;
  /** The server sends no mail: its administrator hands the link out. */
  handedOut: boolean;
}) {
  const { t } = useTranslation('settings');
  const client = useClient();
  const locale = useLocale();
  const toast = useToast();
  const [email, setEmail] = useFreshState(open, '');
  const [password, setPassword] = useFreshState(open, '');

  const submit = async () => {
    const address = email.trim();
    if (!isEmail(address) || address.length > limits.email) throw new ProblemError('email_invalid');
    if (password === '') throw new ProblemError('password_wrong');
    await client.call('account.changeEmail', { email: address, password, locale });
    toast(handedOut ? t('account.emailMade') : t('account.emailSent'));
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t('account.emailTitle')}
      description={handedOut ? t('account.emailBodyHandedOut') : t('account.emailBody')}
      submit={t('account.emailSend')}
      onSubmit={submit}
    >
      <TextField
        label={t('account.emailNew')}
        // Not `type="email"`: browsers would rewrite addresses that are not ASCII.
        inputMode="email"
        autoComplete="email"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <PasswordField
        label={t('account.passwordNow')}
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
    </FormDialog>
  );
}
