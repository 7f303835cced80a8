import { Link } from '@tanstack/react-router';
import { CheckCheck, CloudAlert, Hourglass, Unlink } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSessionState } from '../../app/client.tsx';
import { Banner, Button, buttonClass } from '../../ui/index.ts';
import { AccountPage } from './AccountPage.tsx';
import { type LinkFault, linkFault } from './link-fault.ts';
import { useAccountErrorText } from './use-account-error-text.ts';

const faults: Record<LinkFault, ReactNode> = {
  invalid: <Unlink />,
  expired: <Hourglass />,
  used: <CheckCheck />,
};

/** Why a link of a mail did not work, and the way on. `renew` is the way to a new one. */
export function LinkProblem({
  error,
  renew,
  usedBody,
  onRetry,
}: {
  error: unknown;
  renew: ReactNode;
  /** What it means, to whom is signed in, that the link was used. */
  usedBody?: string;
  /** For when the link was not the reason. */
  onRetry: () => void;
}) {
  const { t } = useTranslation('account');
  const errorText = useAccountErrorText();
  const signedIn = useSessionState().state === 'signed-in';
  const fault = linkFault(error);
  if (fault === null) {
    return (
      <AccountPage icon={<CloudAlert />} title={t('link.troubleTitle')}>
        <Banner tone="danger">{errorText(error)}</Banner>
        <Button onClick={onRetry}>{t('retry')}</Button>
      </AccountPage>
    );
  }
  return (
    <AccountPage
      icon={faults[fault]}
      title={t(`link.${fault}`)}
      description={fault === 'used' && signedIn ? (usedBody ?? t('link.usedBodySignedIn')) : t(`link.${fault}Body`)}
    >
      {fault === 'used' && <WayIn />}
      {renew}
    </AccountPage>
  );
}

/** To the chats for those who are signed in, to the sign-in page for others, with the `login` if it is known. */
export function WayIn({ login = '' }: { login?: string }) {
  const { t } = useTranslation('account');
  return useSessionState().state === 'signed-in' ? (
    <Link to="/" className={buttonClass()}>
      {t('toChats')}
    </Link>
  ) : (
    <Link to="/sign-in" search={{ login }} className={buttonClass()}>
      {t('toSignIn')}
    </Link>
  );
}
