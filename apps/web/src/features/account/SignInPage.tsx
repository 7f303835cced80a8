import { ProblemError } from '@hongyan/protocol';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession, useSessionState } from '../../app/client.tsx';
import { useServerInfo } from '../../app/server-info.ts';
import { useLocale } from '../../i18n/index.ts';
import { Banner, Button, PasswordField, TextField } from '../../ui/index.ts';
import { AccountPage, useFocusOnError } from './AccountPage.tsx';
import { takesFocus } from './first-focus.ts';
import { ServerTrouble } from './ServerTrouble.tsx';
import { SignInProblem } from './SignInProblem.tsx';
import { textLink } from './text-link.ts';
import { useSignIn } from './use-sign-in.ts';

/** Signing in by name or e-mail. Once that worked, the router leads to where the reader wanted to go. */
export function SignInPage() {
  const { t } = useTranslation('account');
  const { from, login: known = '' } = useSearch({ strict: false });
  const locale = useLocale();
  const navigate = useNavigate();
  const session = useSession();
  const server = useServerInfo();
  const signIn = useSignIn();
  const [login, setLogin] = useState(known);
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [attempts, setAttempts] = useState(0);
  const [missing, setMissing] = useState(false);
  const [failure, setFailure] = useState<{ error: unknown; login: string; attempt: number } | null>(null);
  useFocusOnError(attempts);

  const submit = async () => {
    const attempt = attempts + 1;
    setAttempts(attempt);
    const incomplete = login.trim() === '' || password === '';
    setMissing(incomplete);
    if (incomplete || busy) return;
    setBusy(true);
    try {
      await signIn(login.trim(), password);
    } catch (error) {
      setFailure({ error, login: login.trim(), attempt });
      setBusy(false);
    }
  };

  const resend = async (to: string) => {
    try {
      await session.call('account.resendVerification', { login: to, locale });
      await navigate({ to: '/verify', search: { login: to } });
    } catch (error) {
      setFailure({ error, login: to, attempt: attempts });
    }
  };

  const saidAlready = server.error !== null && isOffline(failure?.error);
  const open = server.info?.registration !== 'closed';
  return (
    <AccountPage
      title={t('signIn.title')}
      onSubmit={submit}
      footer={
        open ? (
          <span>
            {t('signIn.newHere')}{' '}
            <Link to="/register" search={from ? { from } : {}} className={textLink}>
              {t('signIn.register')}
            </Link>
          </span>
        ) : (
          t('signIn.closed')
        )
      }
    >
      {!failure && <Ended />}
      {from?.startsWith('/invite/') && <Banner>{t('signIn.invited')}</Banner>}
      {server.info?.needsSetup && (
        <Banner>
          <strong className="block font-semibold">{t('fresh.title')}</strong>
          {t('fresh.body')}
        </Banner>
      )}
      <ServerTrouble server={server} />
      {failure && !saidAlready && (
        <SignInProblem
          key={failure.attempt}
          error={failure.error}
          login={failure.login}
          handedOut={server.info?.sendsMail === false}
          onResend={() => resend(failure.login)}
        />
      )}
      <TextField
        label={t('login')}
        name="login"
        value={login}
        onChange={(event) => setLogin(event.target.value)}
        error={missing && login.trim() === '' ? t('loginMissing') : undefined}
        autoComplete="username"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        autoFocus={takesFocus()}
      />
      <div className="flex flex-col gap-1.5">
        <PasswordField
          label={t('password')}
          name="password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          error={missing && password === '' ? t('passwordMissing') : undefined}
          autoComplete="current-password"
        />
        <Link
          to="/forgot"
          search={login.trim() ? { login: login.trim() } : {}}
          className={`${textLink} self-end text-sm`}
        >
          {t('signIn.forgot')}
        </Link>
      </div>
      <Button type="submit" busy={busy}>
        {t('signIn.submit')}
      </Button>
    </AccountPage>
  );
}

function isOffline(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'offline';
}

/** Why the server ended the session that was here. */
function Ended() {
  const { t } = useTranslation();
  const state = useSessionState();
  if (state.state !== 'signed-out' || state.reason === null) return null;
  return <Banner tone="warning">{t(`ended.${state.reason}`)}</Banner>;
}
