import { createContext, type ReactNode, useContext, useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../ui/index.ts';
import { useConnection } from './client.tsx';
import type { Updates } from './updates.ts';

const UpdatesContext = createContext<Updates | null>(null);

export function UpdatesProvider({ updates, children }: { updates: Updates; children: ReactNode }) {
  return <UpdatesContext value={updates}>{children}</UpdatesContext>;
}

/** Offers a new version of the app. What is being written stays: drafts are kept as they are typed. */
export function UpdateBanner() {
  const { t } = useTranslation();
  const updates = useContext(UpdatesContext);
  if (!updates) throw new Error('UpdateBanner outside of UpdatesProvider');
  const isReady = useSyncExternalStore(updates.subscribe, updates.get);
  const { state } = useConnection();
  // A server that was away may have come back with a new version.
  useEffect(() => {
    if (state === 'online') updates.look();
  }, [state, updates]);
  if (!isReady) return null;
  return (
    <Banner
      flush
      action={
        <button
          type="button"
          onClick={updates.apply}
          className="-my-2 min-h-11 shrink-0 px-2 font-semibold underline underline-offset-4 md:-my-1 md:min-h-7"
        >
          {t('update.reload')}
        </button>
      }
    >
      {t('update.ready')}
    </Banner>
  );
}
