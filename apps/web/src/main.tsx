import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { createClient, indexedDbStorage } from '@hongyan/sdk';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { SessionProvider } from './app/client.tsx';
import { createAppRouter } from './app/router.tsx';
import { createSession } from './app/session.ts';
import { UpdatesProvider } from './app/UpdateBanner.tsx';
import { watchUpdates } from './app/updates.ts';
import { createI18n, initialLocale } from './i18n/index.ts';
import './styles.css';
import { ToastProvider } from './ui/index.ts';

const url = location.origin;
const i18n = createI18n(initialLocale());
const session = createSession({
  anonymous: createClient({ url }),
  makeClient: (userId) => createClient({ url, storage: indexedDbStorage(userId) }),
});
const router = createAppRouter(session);
const updates = watchUpdates();
const element = document.getElementById('root');
if (!element) throw new Error('index.html has no #root');

createRoot(element).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <I18nextProvider i18n={i18n}>
        <SessionProvider session={session}>
          <Tooltip.Provider delay={500}>
            <ToastProvider>
              <UpdatesProvider updates={updates}>
                <RouterProvider router={router} />
              </UpdatesProvider>
            </ToastProvider>
          </Tooltip.Provider>
        </SessionProvider>
      </I18nextProvider>
    </CSPProvider>
  </StrictMode>,
);
