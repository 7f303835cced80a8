import { ProblemError } from '@hongyan/protocol';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../../i18n/index.ts';

/** As `useErrorText`; without a connection it does not speak of messages, of which there are none here. */
export function useAccountErrorText(): (error: unknown) => string {
  const { t } = useTranslation('account');
  const errorText = useErrorText();
  return useCallback(
    (error) => (error instanceof ProblemError && error.code === 'offline' ? t('offline') : errorText(error)),
    [t, errorText],
  );
}
