import { Outlet, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PersonCardProvider } from '../features/directory/index.ts';
import { Notifier } from '../features/notifications/index.ts';
import { Banner } from '../ui/index.ts';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { useOptionalClient, useStore } from './client.tsx';
import { NavBar } from './NavBar.tsx';
import { Preferences } from './Preferences.tsx';
import { UpdateBanner } from './UpdateBanner.tsx';

/** The frame of everything that signed-in people see. Empty for the moment between signing out and leaving. */
export function AppShell() {
  return useOptionalClient() ? <Frame /> : null;
}

function Frame() {
  const { t } = useTranslation();
  const { roomId } = useParams({ strict: false });
  const storage = useStore('storage', (store) => store.storageState());
  return (
    <div className="flex h-dvh flex-col bg-canvas md:flex-row">
      <Preferences />
      <Notifier />
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:start-2 focus:top-2 focus:z-50 focus:rounded-lg focus:bg-surface focus:p-3 focus:shadow-pop"
      >
        {t('nav.skip')}
      </a>
      <NavBar hiddenOnPhone={roomId !== undefined} />
      <div className="relative flex min-h-0 min-w-0 flex-1 flex-col">
        <ConnectionBanner />
        <UpdateBanner />
        {storage === 'memory' && (
          <Banner flush tone="warning">
            {t('connection.storageFailed')}
          </Banner>
        )}
        <main id="content" tabIndex={-1} className="min-h-0 flex-1 outline-none">
          <PersonCardProvider>
            <Outlet />
          </PersonCardProvider>
        </main>
      </div>
    </div>
  );
}
