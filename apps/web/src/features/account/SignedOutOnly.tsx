import { Link } from '@tanstack/react-router';
import { UserRoundCheck } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMyId, useSession, useSessionState, useStore } from '../../app/client.tsx';
import { Button, buttonClass } from '../../ui/index.ts';
import { AccountPage } from './AccountPage.tsx';

/** Shows its children to those who are not signed in. Others are told that they are, and what they can do. */
export function SignedOutOnly({ children }: { children: ReactNode }) {
  const { state } = useSessionState();
  // Whoever signs in on the page itself is led on by it.
  const [stays, setStays] = useState(false);
  if (state === 'signed-out' && !stays) setStays(true);
  return state === 'signed-in' && !stays ? <AlreadySignedIn /> : children;
}

function AlreadySignedIn() {
  const { t } = useTranslation('account');
  const session = useSession();
  const myId = useMyId();
  const me = useStore(`user:${myId}`, (store) => store.user(myId));
  const [busy, setBusy] = useState(false);
  const signOut = async () => {
    setBusy(true);
    await session.signOut();
  };
  return (
    <AccountPage
      icon={<UserRoundCheck />}
      title={t('already.title')}
      description={t('already.body', { name: me?.displayName ?? '…' })}
    >
      <Link to="/" className={buttonClass()}>
        {t('toChats')}
      </Link>
      <Button variant="secondary" busy={busy} onClick={signOut}>
        {t('already.signOut')}
      </Button>
    </AccountPage>
  );
}
