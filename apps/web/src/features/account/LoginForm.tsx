import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, TextField } from '../../ui/index.ts';
import { AccountPage, useFocusOnError } from './AccountPage.tsx';
import { takesFocus } from './first-focus.ts';
import { useAccountErrorText } from './use-account-error-text.ts';

/** Asks whose account it is about, by name or e-mail. */
export function LoginForm({
  title,
  description,
  submit,
  initial = '',
  notice,
  footer,
  onSubmit,
}: {
  title: string;
  description: ReactNode;
  submit: string;
  initial?: string;
  notice?: ReactNode;
  footer?: ReactNode;
  /** What it throws is said. */
  onSubmit: (login: string) => Promise<void>;
}) {
  const { t } = useTranslation('account');
  const errorText = useAccountErrorText();
  const [login, setLogin] = useState(initial);
  const [missing, setMissing] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [attempts, setAttempts] = useState(0);
  useFocusOnError(attempts);

  const send = async () => {
    if (busy) return;
    setFailure(null);
    setAttempts(attempts + 1);
    setMissing(login.trim() === '');
    if (login.trim() === '') return;
    setBusy(true);
    try {
      await onSubmit(login.trim());
    } catch (error) {
      setFailure(error);
    }
    setBusy(false);
  };

  return (
    <AccountPage title={title} description={description} onSubmit={send} footer={footer}>
      {notice}
      {failure !== null && <Banner tone="danger">{errorText(failure)}</Banner>}
      <TextField
        label={t('login')}
        name="login"
        value={login}
        onChange={(event) => {
          setLogin(event.target.value);
          setMissing(false);
        }}
        error={missing ? t('loginMissing') : undefined}
        autoComplete="username"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        autoFocus={takesFocus()}
      />
      <Button type="submit" busy={busy}>
        {submit}
      </Button>
    </AccountPage>
  );
}
