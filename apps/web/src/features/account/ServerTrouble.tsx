import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { useServerInfo } from '../../app/server-info.ts';
import { Banner, Button } from '../../ui/index.ts';
import { useAccountErrorText } from './use-account-error-text.ts';

const againMs = 5000;

/** Says that the server does not answer, until it does: it is asked again and again meanwhile. */
export function ServerTrouble({ server: { error, ask } }: { server: ReturnType<typeof useServerInfo> }) {
  const { t } = useTranslation('account');
  const errorText = useAccountErrorText();
  const troubled = error !== null;
  useEffect(() => {
    if (!troubled) return;
    const timer = setInterval(ask, againMs);
    window.addEventListener('online', ask);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', ask);
    };
  }, [troubled, ask]);
  if (!troubled) return null;
  return (
    <Banner tone="warning">
      <p>{errorText(error)}</p>
      <Button variant="secondary" size="small" onClick={ask} className="mt-2">
        {t('retry')}
      </Button>
    </Banner>
  );
}
