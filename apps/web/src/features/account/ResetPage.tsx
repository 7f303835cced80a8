import { ProblemError, passwordFlaw } from '@hongyan/protocol';
import { Link, useSearch } from '@tanstack/react-router';
import { CircleCheckBig } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/client.tsx';
import { Banner, Button, buttonClass, NewPasswordField, Spinner } from '../../ui/index.ts';
import { AccountPage, useFocusOnError } from './AccountPage.tsx';
import { takesFocus } from './first-focus.ts';
import { LinkProblem } from './LinkProblem.tsx';
import { linkFault } from './link-fault.ts';
import { useAccountErrorText } from './use-account-error-text.ts';
import { useLink } from './use-link.ts';

/** The end of the link in a mail: a new password is chosen, if the link still works. */
export function ResetPage() {
  const { token = '' } = useSearch({ strict: false });
  return <Reset key={token} token={token} />;
}

function Reset({ token }: { token: string }) {
  const { t } = useTranslation('account');
  const session = useSession();
  const link = useLink(() => session.call('account.checkReset', { token }));
  if (link.state === 'working') {
    return (
      <AccountPage title={t('reset.title')} description={t('verify.working')}>
        <Spinner className="self-center text-muted" />
      </AccountPage>
    );
  }
  if (link.state === 'failed') return <ResetProblem error={link.error} onRetry={link.retry} />;
  return <ChoosePassword token={token} name={link.answer.name} onRetry={link.retry} />;
}

function ResetProblem({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation('account');
  return (
    <LinkProblem
      error={error}
      onRetry={onRetry}
      renew={
        <Link to="/forgot" className={buttonClass(linkFault(error) === 'used' ? 'secondary' : 'primary')}>
          {t('link.renew')}
        </Link>
      }
    />
  );
}

/** `name` is whose password it will be. */
function ChoosePassword({ token, name, onRetry }: { token: string; name: string; onRetry: () => void }) {
  const { t } = useTranslation('account');
  const session = useSession();
  const errorText = useAccountErrorText();
  const [password, setPassword] = useState('');
  const [failure, setFailure] = useState<unknown>(null);
  const [state, setState] = useState<'open' | 'busy' | 'done'>('open');
  const [attempts, setAttempts] = useState(0);
  useFocusOnError(attempts);

  const save = async () => {
    if (state !== 'open') return;
    setAttempts(attempts + 1);
    if (passwordFlaw(password, name)) {
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
  // It may have been used or have expired while the form was open.
  if (linkFault(failure) !== null) return <ResetProblem error={failure} onRetry={onRetry} />;
  const weak = failure instanceof ProblemError && failure.code === 'password_weak';
  return (
    <AccountPage title={t('reset.title')} description={t('reset.body')} onSubmit={save}>
      {failure !== null && !weak && <Banner tone="danger">{errorText(failure)}</Banner>}
      <NewPasswordField
        label={t('newPassword')}
        userName={name}
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
