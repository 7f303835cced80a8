import { ProblemError } from '@hongyan/protocol';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button } from '../../ui/index.ts';
import { countdownText, useCountdown } from './countdown.ts';
import { useAccountErrorText } from './use-account-error-text.ts';

/** A mail needs a moment to arrive; asking again before only makes two. */
const patienceMs = 30_000;

/** Has a mail sent once more; rests for a while after each. `done` is what it says once it was sent. */
export function ResendButton({ done, onSend }: { done: string; onSend: () => Promise<unknown> }) {
  const { t } = useTranslation('account');
  const errorText = useAccountErrorText();
  const [readyAt, setReadyAt] = useState(() => Date.now() + patienceMs);
  const [state, setState] = useState<'idle' | 'sending' | 'sent'>('idle');
  const [error, setError] = useState<unknown>(null);
  const left = useCountdown(readyAt);

  const send = async () => {
    setState('sending');
    setError(null);
    try {
      await onSend();
      setReadyAt(Date.now() + patienceMs);
      setState('sent');
    } catch (thrown) {
      const seconds = thrown instanceof ProblemError ? thrown.params.seconds : undefined;
      if (typeof seconds === 'number') setReadyAt(Date.now() + seconds * 1000);
      setError(thrown);
      setState('idle');
    }
  };

  return (
    <>
      {state === 'sent' && <Banner tone="success">{done}</Banner>}
      {error !== null && <Banner tone="danger">{errorText(error)}</Banner>}
      <Button
        variant="secondary"
        busy={state === 'sending'}
        disabled={left > 0}
        onClick={send}
        className="tabular-nums"
      >
        {left > 0 ? t('mail.againIn', { time: countdownText(left) }) : t('mail.again')}
      </Button>
    </>
  );
}
