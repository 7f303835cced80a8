import { type ErrorCode, ProblemError } from '@hongyan/protocol';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, NewPasswordField, TextField } from '../../ui/index.ts';
import { AccountPage, useFocusOnError } from './AccountPage.tsx';
import { takesFocus } from './first-focus.ts';
import { checkNewAccount, type FieldErrors, fieldErrorsOf, type NewAccount, trimmed } from './new-account.ts';
import { useAccountErrorText } from './use-account-error-text.ts';

/** Name, e-mail and password of an account that is about to be made. Errors stand at their field. */
export function NewAccountForm({
  title,
  description,
  submit,
  emailHint,
  notice,
  footer,
  onSubmit,
}: {
  title: string;
  description?: ReactNode;
  submit: string;
  emailHint?: string;
  /** Above the fields. */
  notice?: ReactNode;
  footer?: ReactNode;
  /** Gets what was entered, checked and trimmed. What it throws is said. */
  onSubmit: (account: NewAccount) => Promise<void>;
}) {
  const { t } = useTranslation('account');
  const errorText = useAccountErrorText();
  const [account, setAccount] = useState<NewAccount>({ name: '', email: '', password: '' });
  const [errors, setErrors] = useState<FieldErrors>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [attempts, setAttempts] = useState(0);
  useFocusOnError(attempts);

  const send = async () => {
    if (busy) return;
    const found = checkNewAccount(account);
    setErrors(found);
    setFailure(null);
    setAttempts((count) => count + 1);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      await onSubmit(trimmed(account));
    } catch (error) {
      const refused = fieldErrorsOf(error);
      setErrors(refused);
      if (Object.keys(refused).length === 0) setFailure(error);
      setAttempts((count) => count + 1);
    }
    setBusy(false);
  };

  const inWords = (code: ErrorCode | undefined) => code && errorText(new ProblemError(code));
  const field = (key: keyof NewAccount) => ({
    name: key,
    value: account[key],
    error: inWords(errors[key]),
    onChange: (event: { target: { value: string } }) => {
      setAccount({ ...account, [key]: event.target.value });
      setErrors({ ...errors, [key]: undefined });
    },
    onBlur: () => {
      // What is still empty is not wrong yet.
      const wrong = account[key] === '' ? undefined : checkNewAccount(account)[key];
      if (wrong) setErrors((before) => ({ ...before, [key]: wrong }));
    },
  });

  return (
    <AccountPage title={title} description={description} onSubmit={send} footer={footer}>
      {notice}
      {failure !== null && <Banner tone="danger">{errorText(failure)}</Banner>}
      <TextField
        {...field('name')}
        label={t('name')}
        hint={!errors.name && t('nameHint')}
        autoComplete="username"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        autoFocus={takesFocus()}
      />
      <TextField
        {...field('email')}
        label={t('email')}
        hint={!errors.email && emailHint}
        // Not `type="email"`: browsers would rewrite addresses that are not ASCII.
        inputMode="email"
        autoComplete="email"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
      />
      <NewPasswordField {...field('password')} label={t('password')} userName={account.name.trim()} />
      <Button type="submit" busy={busy}>
        {submit}
      </Button>
    </AccountPage>
  );
}
