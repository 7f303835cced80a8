import { ProblemError } from '@hongyan/protocol';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { CircleCheckBig, SquareTerminal, Unlink } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/client.tsx';
import { useServerInfo } from '../../app/server-info.ts';
import { buttonClass, Spinner } from '../../ui/index.ts';
import { AccountPage } from './AccountPage.tsx';
import { LinkProblem } from './LinkProblem.tsx';
import { linkFault } from './link-fault.ts';
import { NewAccountForm } from './NewAccountForm.tsx';
import { ServerTrouble } from './ServerTrouble.tsx';
import { SignedOutOnly } from './SignedOutOnly.tsx';
import { useLink } from './use-link.ts';
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
  const { token } = useSearch({ strict: false });
  const server = useServerInfo();
  if (server.info?.needsSetup === false) return <SetupDone />;
  return token ? <OpenedLink key={token} token={token} /> : <NoLink server={server} />;
}

function SetupDone() {
  const { t } = useTranslation('account');
  return (
    <AccountPage icon={<CircleCheckBig />} title={t('setup.doneTitle')} description={t('setup.done')}>
      <Link to="/sign-in" className={buttonClass()}>
        {t('toSignIn')}
      </Link>
    </AccountPage>
  );
}

function NoLink({ server }: { server: ReturnType<typeof useServerInfo> }) {
  const { t } = useTranslation('account');
  return (
    <AccountPage icon={<SquareTerminal />} title={t('setup.noTokenTitle')} description={t('setup.noToken')}>
      <ServerTrouble server={server} />
      <Link to="/sign-in" className={buttonClass('secondary')}>
        {t('toSignIn')}
      </Link>
    </AccountPage>
  );
}

/** Asks whether the link works before anybody fills in the form. */
function OpenedLink({ token }: { token: string }) {
  const { t } = useTranslation('account');
  const session = useSession();
  const link = useLink(() => session.call('setup.check', { token }));
  if (link.state === 'working') {
    return (
      <AccountPage title={t('setup.title')} description={t('verify.working')}>
        <Spinner className="self-center text-muted" />
      </AccountPage>
    );
  }
  if (link.state === 'failed') return <SetupProblem error={link.error} onRetry={link.retry} />;
  return <MakeAdministrator token={token} onRetry={link.retry} />;
}

function SetupProblem({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation('account');
  if (isSetupDone(error)) return <SetupDone />;
  if (linkFault(error) === null) return <LinkProblem error={error} onRetry={onRetry} renew={null} />;
  return (
    <AccountPage icon={<Unlink />} title={t('link.invalid')} description={t('setup.invalid')}>
      <Link to="/sign-in" className={buttonClass('secondary')}>
        {t('toSignIn')}
      </Link>
    </AccountPage>
  );
}

function isSetupDone(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'setup_done';
}

function MakeAdministrator({ token, onRetry }: { token: string; onRetry: () => void }) {
  const { t } = useTranslation('account');
  const navigate = useNavigate();
  const session = useSession();
  const signIn = useSignIn();
  // It may have been used, or the server started anew, while the form was open.
  const [refusal, setRefusal] = useState<unknown>(null);
  if (refusal !== null) return <SetupProblem error={refusal} onRetry={onRetry} />;
  return (
    <NewAccountForm
      title={t('setup.title')}
      description={t('setup.body')}
      submit={t('setup.submit')}
      onSubmit={async (account) => {
        try {
          await session.call('setup.claim', { token, ...account });
        } catch (error) {
          if (isSetupDone(error) || linkFault(error) !== null) return setRefusal(error);
          throw error;
        }
        await signIn(account.name, account.password);
        await navigate({ to: '/', replace: true });
      }}
    />
  );
}
