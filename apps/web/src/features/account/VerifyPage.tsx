import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { PartyPopper } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession, useSessionState } from '../../app/client.tsx';
import { useLocale } from '../../i18n/index.ts';
import { readChoice, writeChoice } from '../../ui/choices.ts';
import { buttonClass, Spinner } from '../../ui/index.ts';
import { AccountPage } from './AccountPage.tsx';
import { useHandedOut } from './handed-out.ts';
import { LinkProblem, WayIn } from './LinkProblem.tsx';
import { LoginForm } from './LoginForm.tsx';
import { linkFault } from './link-fault.ts';
import { MailSent } from './MailSent.tsx';
import { useLink } from './use-link.ts';

/** Who waits for a mail in this browser. The link in it doesn't say whose it is. */
const waitingKey = 'hongyan.verifying';

/**
 * With a token the end of the link in a mail: it proves the address. With a login it says where that mail went, and
 * without either it asks.
 */
export function VerifyPage() {
  const { token, login } = useSearch({ strict: false });
  if (token) return <Verify key={token} token={token} />;
  return login ? <Sent login={login} /> : <Ask />;
}

function Verify({ token }: { token: string }) {
  const { t } = useTranslation('account');
  const session = useSession();
  const signedIn = useSessionState().state === 'signed-in';
  const [login, setLogin] = useState('');
  const link = useLink(async () => {
    await session.call('account.verify', { token });
    setLogin(readChoice(waitingKey) ?? '');
    writeChoice(waitingKey, null);
  });
  if (link.state === 'working') {
    return (
      <AccountPage title={t('verify.title')} description={t('verify.working')}>
        <Spinner className="self-center text-muted" />
      </AccountPage>
    );
  }
  if (link.state === 'done') {
    return (
      <AccountPage icon={<PartyPopper />} title={t('verify.doneTitle')} description={t('verify.done')}>
        <WayIn login={login} />
      </AccountPage>
    );
  }
  const used = linkFault(link.error) === 'used';
  return (
    <LinkProblem
      error={link.error}
      onRetry={link.retry}
      renew={
        !(used && signedIn) && (
          <Link to="/verify" search={{}} className={buttonClass(used ? 'secondary' : 'primary')}>
            {t('link.renew')}
          </Link>
        )
      }
    />
  );
}

function Sent({ login }: { login: string }) {
  const { t } = useTranslation('account');
  const locale = useLocale();
  const session = useSession();
  useEffect(() => writeChoice(waitingKey, login), [login]);
  return (
    <MailSent
      title={t('mail.title')}
      login={login}
      where={login.includes('@') ? t('mail.sentTo', { email: login }) : t('mail.sentToName', { name: login })}
      question={t('mail.verified')}
      correctable
      onSend={() => session.call('account.resendVerification', { login, locale })}
    />
  );
}

function Ask() {
  const { t } = useTranslation('account');
  const locale = useLocale();
  const navigate = useNavigate();
  const handedOut = useHandedOut();
  const session = useSession();
  return (
    <LoginForm
      title={t('verify.title')}
      description={handedOut ? t('verify.askHandedOut') : t('verify.ask')}
      submit={handedOut ? t('link.renew') : t('verify.send')}
      onSubmit={async (login) => {
        await session.call('account.resendVerification', { login, locale });
        await navigate({ to: '/verify', search: { login } });
      }}
    />
  );
}
