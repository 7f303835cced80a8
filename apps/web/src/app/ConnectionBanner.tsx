import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../ui/index.ts';
import { useClient, useConnection } from './client.tsx';

/** A short connecting or catching up says nothing: it would only flicker. */
const patienceMs = 1500;

/**
 * Says honestly when the page is not up to date: why, and when the next try is. Draws nothing while all is well; once it
 * stands it stays until all is well again, so that tries do not move the page.
 */
export function ConnectionBanner() {
  const { t } = useTranslation();
  const client = useClient();
  const { state, nextRetryAt } = useConnection();
  const [now, setNow] = useState(Date.now);
  const [shown, setShown] = useState(false);

  useEffect(() => {
    if (state === 'online') return setShown(false);
    if (state === 'offline') return setShown(true);
    const patience = setTimeout(() => setShown(true), patienceMs);
    return () => clearTimeout(patience);
  }, [state]);

  useEffect(() => {
    if (!shown) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [shown]);

  if (!shown || state === 'online') return null;

  const seconds = nextRetryAt === null ? 0 : Math.ceil((nextRetryAt - now) / 1000);
  const counts = state === 'offline' && seconds > 0;
  return (
    // Over the headers of a wide window, where there is room: nothing moves when the line goes and comes.
    <div className="md:absolute md:inset-x-0 md:top-2.5 md:z-40 md:mx-auto md:w-fit md:overflow-hidden md:rounded-full md:shadow-pop">
      <Banner
        flush
        tone={state === 'offline' ? 'warning' : 'info'}
        action={
          state === 'offline' && (
            <button
              type="button"
              onClick={() => client.reconnect()}
              className="-my-2 min-h-11 shrink-0 px-2 font-semibold underline underline-offset-4 md:-my-1 md:min-h-7"
            >
              {t('connection.tryNow')}
            </button>
          )
        }
      >
        {counts && <span aria-hidden>{t('connection.retryIn', { count: seconds })}</span>}
        {/* Read out once, and not with every second. */}
        <span className={counts ? 'sr-only' : undefined}>{t(`connection.${state}`)}</span>
      </Banner>
    </div>
  );
}
