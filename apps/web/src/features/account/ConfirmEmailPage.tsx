import { ProblemError } from '@hongyan/protocol';
import { Link, useSearch } from '@tanstack/react-router';
import { CircleCheckBig } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSession, useSessionState } from '../../app/client.tsx';
import { buttonClass, Spinner } from '../../ui/index.ts';
import { AccountPage } from './AccountPage.tsx';
import { useHandedOut } from './handed-out.ts';
import { LinkProblem } from './LinkProblem.tsx';
import { linkFault } from './link-fault.ts';
import { useLink } from './use-link.ts';

/** The end of the link in a mail to a new address: it becomes the account's. */
export function ConfirmEmailPage() {
  const { token } = useSearch({ strict: false });
  return <Confirm key={token} token={token} />;
}

function Confirm({ token }: { token: string | undefined }) {
  const { t } = useTranslation('account');
  const session = useSession();
  const signedIn = useSessionState().state === 'signed-in';
  const handedOut = useHandedOut();
  const link = useLink(async () => {
    if (!token) throw new ProblemError('link_invalid');
    await session.call('account.confirmEmail', { token });
  });
  const used = link.state === 'failed' && linkFault(link.error) === 'used';
  const onward = (
    <Link
      {...(signedIn ? { to: '/settings/$section', params: { section: 'account' } } : { to: '/sign-in' })}
      className={buttonClass(used ? 'secondary' : 'primary')}
    >
      {signedIn ? t('confirmEmail.toSettings') : t('toSignIn')}
    </Link>
  );
  if (link.state === 'working') {
    return (
      <AccountPage title={t('confirmEmail.title')} description={t('verify.working')}>
        <Spinner className="self-center text-muted" />
      </AccountPage>
    );
  }
  if (link.state === 'done') {
    return (
      <AccountPage icon={<CircleCheckBig />} title={t('confirmEmail.doneTitle')} description={t('confirmEmail.done')}>
        {onward}
      </AccountPage>
    );
  }
  return (
    <LinkProblem
      error={link.error}
      onRetry={link.retry}
      usedBody={t('confirmEmail.used')}
      renew={
        <>
          {!(used && signedIn) && (
            <p className="text-muted">{handedOut ? t('confirmEmail.againHandedOut') : t('confirmEmail.again')}</p>
          )}
          {/* The way to the sign-in page is there already for a link that was used. */}
          {(signedIn || !used) && onward}
        </>
      }
    />
  );
}
