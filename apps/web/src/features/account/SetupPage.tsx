import { ProblemError } from '@hongyan/protocol';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { CircleCheckBig, SquareTerminal } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/client.tsx';
import { useServerInfo } from '../../app/server-info.ts';
import { Banner, buttonClass } from '../../ui/index.ts';
import { AccountPage } from './AccountPage.tsx';
import { linkFault } from './link-fault.ts';
import { NewAccountForm } from './NewAccountForm.tsx';
import { ServerTrouble } from './ServerTrouble.tsx';
import { SignedOutOnly } from './SignedOutOnly.tsx';
import { useSignIn } from './use-sign-in.ts';

/** The end of the one-time link in the log of a fresh server: makes its first administrator and signs them in. */
export function SetupPage() {
  return (
    <SignedOutOnly>
      <Setup />
    </SignedOutOnly>
  );
}

function Setup() {
  const { t } = useTranslation('account');
  const { token } = useSearch({ strict: false });
  const navigate = useNavigate();
  const session = useSession();
  const server = useServerInfo();
  const signIn = useSignIn();
  const [refused, setRefused] = useState<'invalid' | 'done' | null>(null);

  if (server.info?.needsSetup === false || refused === 'done') {
    return (
      <AccountPage icon={<CircleCheckBig />} title={t('setup.doneTitle')} description={t('setup.done')}>
        <Link to="/sign-in" className={buttonClass()}>
          {t('toSignIn')}
        </Link>
      </AccountPage>
    );
  }
  if (!token) {
    return (
      <AccountPage icon={<SquareTerminal />} title={t('setup.noTokenTitle')} description={t('setup.noToken')}>
        <ServerTrouble server={server} />
        <Link to="/sign-in" className={buttonClass('secondary')}>
          {t('toSignIn')}
        </Link>
      </AccountPage>
    );
  }
  return (
    <NewAccountForm
      title={t('setup.title')}
      description={t('setup.body')}
      submit={t('setup.submit')}
      notice={
        <>
          <ServerTrouble server={server} />
          {refused === 'invalid' && <Banner tone="danger">{t('setup.invalid')}</Banner>}
        </>
      }
      onSubmit={async (account) => {
        setRefused(null);
        try {
          await session.call('setup.claim', { token, ...account });
        } catch (error) {
          if (error instanceof ProblemError && error.code === 'setup_done') return setRefused('done');
          if (linkFault(error)) return setRefused('invalid');
          throw error;
        }
        await signIn(account.name, account.password);
        await navigate({ to: '/', replace: true });
      }}
    />
  );
}
