import { ProblemError, passwordFlaw } from '@hongyan/protocol';
import { Link, useSearch } from '@tanstack/react-router';
import { CircleCheckBig } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/client.tsx';
import { Banner, Button, buttonClass, NewPasswordField } from '../../ui/index.ts';
import { AccountPage, useFocusOnError } from './AccountPage.tsx';
import { takesFocus } from './first-focus.ts';
import { LinkProblem } from './LinkProblem.tsx';
import { linkFault } from './link-fault.ts';
import { useAccountErrorText } from './use-account-error-text.ts';

/** The end of the link in a mail: a new password is chosen. */
export function ResetPage() {
  const { t } = useTranslation('account');
  const { token } = useSearch({ strict: false });
  const session = useSession();
  const errorText = useAccountErrorText();
  const [password, setPassword] = useState('');
  const [failure, setFailure] = useState<unknown>(token ? null : new ProblemError('link_invalid'));
  const [state, setState] = useState<'open' | 'busy' | 'done'>('open');
  const [attempts, setAttempts] = useState(0);
  useFocusOnError(attempts);

  const save = async () => {
    if (state !== 'open' || !token) return;
    setAttempts(attempts + 1);
    if (passwordFlaw(password, '')) {
      setFailure(new ProblemError('password_weak'));
      return;
    }
    setFailure(null);
    setState('busy');
    try {
      await session.call('account.reset', { token, password });
      setState('done');
    } catch (error) {
      setFailure(error);
      setState('open');
    }
  };

  if (state === 'done') {
    return (
      <AccountPage icon={<CircleCheckBig />} title={t('reset.doneTitle')} description={t('reset.done')}>
        <Link to="/sign-in" className={buttonClass()}>
          {t('toSignIn')}
        </Link>
      </AccountPage>
    );
  }
  const fault = linkFault(failure);
  if (fault !== null) {
    return (
      <LinkProblem
        error={failure}
        onRetry={() => setFailure(null)}
        renew={
          <Link to="/forgot" className={buttonClass(fault === 'used' ? 'secondary' : 'primary')}>
            {t('link.renew')}
          </Link>
        }
      />
    );
  }
  const weak = failure instanceof ProblemError && failure.code === 'password_weak';
  return (
    <AccountPage title={t('reset.title')} description={t('reset.body')} onSubmit={save}>
      {failure !== null && !weak && <Banner tone="danger">{errorText(failure)}</Banner>}
      <NewPasswordField
        label={t('newPassword')}
        userName=""
        value={password}
        onChange={(event) => {
          setPassword(event.target.value);
          setFailure(null);
        }}
        error={weak ? errorText(failure) : undefined}
        autoFocus={takesFocus()}
      />
      <Button type="submit" busy={state === 'busy'}>
        {t('reset.submit')}
      </Button>
    </AccountPage>
  );
}
