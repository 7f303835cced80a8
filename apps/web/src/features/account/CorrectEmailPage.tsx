import { isEmail, limits, ProblemError } from '@hongyan/protocol';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/client.tsx';
import { useLocale } from '../../i18n/index.ts';
import { Banner, Button, PasswordField, TextField } from '../../ui/index.ts';
import { AccountPage, useFocusOnError } from './AccountPage.tsx';
import { takesFocus } from './first-focus.ts';
import { useHandedOut } from './handed-out.ts';
import { SignedOutOnly } from './SignedOutOnly.tsx';
import { textLink } from './text-link.ts';
import { useAccountErrorText } from './use-account-error-text.ts';

/** For those who mistyped their address when they registered: no mail ever reaches them. */
export function CorrectEmailPage() {
  return (
    <SignedOutOnly>
      <CorrectEmail />
    </SignedOutOnly>
  );
}

interface Fields {
  name: string;
  password: string;
  email: string;
}

function CorrectEmail() {
  const { t } = useTranslation('account');
  const { login = '' } = useSearch({ strict: false });
  const locale = useLocale();
  const navigate = useNavigate();
  const session = useSession();
  const handedOut = useHandedOut();
  const errorText = useAccountErrorText();
  // The wrong address is no name, and would not open the account.
  const [fields, setFields] = useState<Fields>({ name: login.includes('@') ? '' : login, password: '', email: '' });
  const [wrong, setWrong] = useState<{ [Field in keyof Fields]?: string | undefined }>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [attempts, setAttempts] = useState(0);
  useFocusOnError(attempts);

  const send = async () => {
    if (busy) return;
    const name = fields.name.trim();
    const email = fields.email.trim();
    const found: typeof wrong = {};
    if (name === '') found.name = t('correct.nameMissing');
    if (fields.password === '') found.password = t('passwordMissing');
    if (email.length > limits.email || !isEmail(email)) found.email = errorText(new ProblemError('email_invalid'));
    setWrong(found);
    setFailure(null);
    setAttempts(attempts + 1);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      await session.call('account.correctEmail', { name, password: fields.password, email, locale });
      await navigate({ to: '/verify', search: { login: email } });
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  };

  const field = (key: keyof Fields) => ({
    name: key,
    value: fields[key],
    error: wrong[key],
    onChange: (event: { target: { value: string } }) => {
      setFields({ ...fields, [key]: event.target.value });
      setWrong({ ...wrong, [key]: undefined });
    },
    autoCapitalize: 'off',
    autoCorrect: 'off',
    spellCheck: false,
  });
  return (
    <AccountPage
      title={t('correct.title')}
      description={handedOut ? t('correct.bodyHandedOut') : t('correct.body')}
      onSubmit={send}
      footer={
        <span>
          {t('correct.verified')}{' '}
          <Link to="/sign-in" className={textLink}>
            {t('toSignIn')}
          </Link>
        </span>
      }
    >
      {failure !== null && <Banner tone="danger">{errorText(failure)}</Banner>}
      <TextField {...field('name')} label={t('name')} autoComplete="username" autoFocus={takesFocus()} />
      <PasswordField {...field('password')} label={t('password')} autoComplete="current-password" />
      <TextField {...field('email')} label={t('correct.email')} inputMode="email" autoComplete="email" />
      <Button type="submit" busy={busy}>
        {handedOut ? t('link.renew') : t('verify.send')}
      </Button>
    </AccountPage>
  );
}
