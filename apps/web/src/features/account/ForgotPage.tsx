import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOptionalStore, useSession } from '../../app/client.tsx';
import { useLocale } from '../../i18n/index.ts';
import { useHandedOut } from './handed-out.ts';
import { LoginForm } from './LoginForm.tsx';
import { MailSent } from './MailSent.tsx';
import { textLink } from './text-link.ts';

/** Asks for a mail with a link to choose a new password. It says the same whether or not there is such an account. */
export function ForgotPage() {
  const { t } = useTranslation('account');
  const { login = '' } = useSearch({ strict: false });
  const locale = useLocale();
  const session = useSession();
  const myEmail = useOptionalStore('self', (store) => store.self()?.email ?? '', '');
  const handedOut = useHandedOut();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const request = (to: string) => session.call('account.requestReset', { login: to, locale });

  if (sentTo !== null) {
    return (
      <MailSent
        title={t('forgot.sentTitle')}
        login={sentTo}
        where={t('forgot.sent', { login: sentTo })}
        question={t('forgot.remembered')}
        onSend={() => request(sentTo)}
      />
    );
  }
  return (
    <LoginForm
      title={t('forgot.title')}
      description={handedOut ? t('forgot.bodyHandedOut') : t('forgot.body')}
      submit={handedOut ? t('link.renew') : t('forgot.send')}
      initial={login || myEmail}
      footer={
        <span>
          {t('forgot.remembered')}{' '}
          <Link to="/sign-in" className={textLink}>
            {t('toSignIn')}
          </Link>
        </span>
      }
      onSubmit={async (to) => {
        await request(to);
        setSentTo(to);
      }}
    />
  );
}
