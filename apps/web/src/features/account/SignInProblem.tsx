import { ProblemError } from '@hongyan/protocol';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, buttonClass } from '../../ui/index.ts';
import { countdownText, useCountdown } from './countdown.ts';
import { useAccountErrorText } from './use-account-error-text.ts';

/** Why signing in did not work, and the way on: the mail again, a new password, or how long to wait. */
export function SignInProblem({
  error,
  login,
  handedOut,
  onResend,
}: {
  error: unknown;
  login: string;
  /** The server sends no mail; its administrator hands the links out. */
  handedOut: boolean;
  /** Has the verification mail sent again. */
  onResend: () => Promise<void>;
}) {
  const { t } = useTranslation('account');
  const errorText = useAccountErrorText();
  const [busy, setBusy] = useState(false);
  const code = error instanceof ProblemError ? error.code : 'internal';
  const resend = async () => {
    setBusy(true);
    await onResend();
    setBusy(false);
  };
  const end = useEnd(error);
  const left = useCountdown(end);
  if (end !== null && left === 0) return <Banner>{t('signIn.lockOver')}</Banner>;
  return (
    <Banner tone={code === 'account_unverified' ? 'warning' : 'danger'}>
      {code === 'rate_limited' ? (
        <p role="timer">{errorText(new ProblemError(code, { seconds: Math.ceil(left / 1000) }))}</p>
      ) : (
        <p>{code === 'account_unverified' && handedOut ? t('signIn.unverifiedHandedOut') : errorText(error)}</p>
      )}
      {code === 'account_locked' && (
        <p role="timer" className="tabular-nums">
          {t('signIn.lockedFor', { time: countdownText(left) })}
        </p>
      )}
      {code === 'account_unverified' && (
        <div className="mt-2 flex flex-wrap gap-2">
          <Button variant="secondary" size="small" busy={busy} onClick={resend}>
            {handedOut ? t('link.renew') : t('signIn.resend')}
          </Button>
          <Link to="/correct-email" search={{ login }} className={buttonClass('secondary', 'small')}>
            {t('correct.link')}
          </Link>
        </div>
      )}
      {code === 'account_locked' && (
        <Link to="/forgot" search={{ login }} className={`${buttonClass('secondary', 'small')} mt-2`}>
          {t('signIn.reset')}
        </Link>
      )}
    </Banner>
  );
}

/** When it is worth trying again. The clock may be wrong here, so nothing is forbidden by it. */
function useEnd(error: unknown): number | null {
  const [seenAt] = useState(Date.now);
  const { until, seconds } = error instanceof ProblemError ? error.params : {};
  if (typeof until === 'number') return until;
  return typeof seconds === 'number' ? seenAt + seconds * 1000 : null;
}
