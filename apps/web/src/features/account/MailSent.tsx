import { Link } from '@tanstack/react-router';
import { KeyRound, MailCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/index.ts';
import { AccountPage } from './AccountPage.tsx';
import { useHandedOut } from './handed-out.ts';
import { ResendButton } from './ResendButton.tsx';
import { textLink } from './text-link.ts';

/**
 * Says where a mail with a link went, and has it sent again. Servers that send no mail keep the link for their
 * administrator, and this says so.
 */
export function MailSent({
  title,
  login,
  where,
  question,
  correctable,
  onSend,
}: {
  title: string;
  /** Whom the mail is for. */
  login: string;
  where: ReactNode;
  /** Before the link to the sign-in page. */
  question: string;
  /** The address may be mistyped: shows the way to another one. */
  correctable?: boolean;
  onSend: () => Promise<unknown>;
}) {
  const { t } = useTranslation('account');
  const handedOut = useHandedOut();
  return (
    <AccountPage
      icon={handedOut ? <KeyRound /> : <MailCheck />}
      title={handedOut ? t('mail.handedOutTitle') : title}
      description={handedOut ? undefined : where}
      footer={
        <>
          <span>
            {question}{' '}
            <Link to="/sign-in" search={{ login }} className={textLink}>
              {t('toSignIn')}
            </Link>
          </span>
          {correctable && (
            <span>
              {t('correct.question')}{' '}
              <Link to="/correct-email" search={{ login }} className={textLink}>
                {t('correct.link')}
              </Link>
            </span>
          )}
        </>
      }
    >
      {handedOut ? <Banner>{t('mail.handedOut')}</Banner> : <p className="text-muted">{t('mail.spam')}</p>}
      <ResendButton done={handedOut ? t('mail.madeAgain') : t('mail.sentAgain')} onSend={onSend} />
    </AccountPage>
  );
}
