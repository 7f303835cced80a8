import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { DoorClosed } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/client.tsx';
import { useServerInfo } from '../../app/server-info.ts';
import { useLocale } from '../../i18n/index.ts';
import { buttonClass } from '../../ui/index.ts';
import { AccountPage } from './AccountPage.tsx';
import { NewAccountForm } from './NewAccountForm.tsx';
import { ServerTrouble } from './ServerTrouble.tsx';
import { SignedOutOnly } from './SignedOutOnly.tsx';
import { textLink } from './text-link.ts';

/** Making an account, where the server lets people do so. */
export function RegisterPage() {
  return (
    <SignedOutOnly>
      <Register />
    </SignedOutOnly>
  );
}

function Register() {
  const { t } = useTranslation('account');
  const { from } = useSearch({ strict: false });
  const locale = useLocale();
  const navigate = useNavigate();
  const session = useSession();
  const server = useServerInfo();
  const search = from ? { from } : {};

  if (server.info?.registration === 'closed') {
    return (
      <AccountPage icon={<DoorClosed />} title={t('register.closedTitle')} description={t('register.closed')}>
        <Link to="/sign-in" search={search} className={buttonClass()}>
          {t('toSignIn')}
        </Link>
      </AccountPage>
    );
  }
  return (
    <NewAccountForm
      title={t('register.title')}
      submit={t('register.submit')}
      emailHint={server.info?.sendsMail === false ? t('emailHintHandedOut') : t('emailHint')}
      notice={<ServerTrouble server={server} />}
      footer={
        <span>
          {t('register.haveOne')}{' '}
          <Link to="/sign-in" search={search} className={textLink}>
            {t('toSignIn')}
          </Link>
        </span>
      }
      onSubmit={async (account) => {
        await session.call('account.register', { ...account, locale });
        await navigate({ to: '/verify', search: { login: account.email } });
      }}
    />
  );
}
