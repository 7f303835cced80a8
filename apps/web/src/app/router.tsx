import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { Spinner } from '../ui/index.ts';
import { AppShell } from './AppShell.tsx';
import { ErrorPage, NotFoundPage } from './problems.tsx';
import { safeReturn } from './return-address.ts';
import { parseSearch, pick, stringifySearch } from './search.ts';
import type { AppSession } from './session.ts';

const account = () => import('../features/account/index.ts');
const rooms = () => import('../features/rooms/index.ts');
const contacts = () => import('../features/contacts/index.ts');
const settings = () => import('../features/settings/index.ts');

const root = createRootRouteWithContext<{ session: AppSession }>()({ component: Outlet });

// For everybody. `token` comes from a mail or the log, `from` is the address to return to after signing in.

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: pick<'from' | 'login'>('from', 'login'),
  beforeLoad: async ({ context, search }) => {
    const session = await context.session.settled();
    if (session.state === 'signed-in') throw redirect({ href: safeReturn(search.from), replace: true });
  },
  component: lazyRouteComponent(account, 'SignInPage'),
});
const register = createRoute({
  getParentRoute: () => root,
  path: '/register',
  validateSearch: pick<'from'>('from'),
  component: lazyRouteComponent(account, 'RegisterPage'),
});
const verify = createRoute({
  getParentRoute: () => root,
  path: '/verify',
  validateSearch: pick<'token' | 'login'>('token', 'login'),
  component: lazyRouteComponent(account, 'VerifyPage'),
});
const correctEmail = createRoute({
  getParentRoute: () => root,
  path: '/correct-email',
  validateSearch: pick<'login'>('login'),
  component: lazyRouteComponent(account, 'CorrectEmailPage'),
});
const forgot = createRoute({
  getParentRoute: () => root,
  path: '/forgot',
  validateSearch: pick<'login'>('login'),
  component: lazyRouteComponent(account, 'ForgotPage'),
});
const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  validateSearch: pick<'token'>('token'),
  component: lazyRouteComponent(account, 'ResetPage'),
});
const confirmEmail = createRoute({
  getParentRoute: () => root,
  path: '/confirm-email',
  validateSearch: pick<'token'>('token'),
  component: lazyRouteComponent(account, 'ConfirmEmailPage'),
});
const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: pick<'token'>('token'),
  component: lazyRouteComponent(account, 'SetupPage'),
});

// For those who are signed in; others are led through /sign-in and back.

const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  beforeLoad: async ({ context, location }) => {
    const session = await context.session.settled();
    if (session.state === 'signed-in') return;
    const from = location.href === '/' ? {} : { from: location.href };
    throw redirect({ to: '/sign-in', search: from, replace: true });
  },
  component: AppShell,
});

/** One page for the list and every room, so that it stays while rooms change. It reads what to show from the address. */
const roomsPage = createRoute({
  getParentRoute: () => app,
  id: 'rooms',
  validateSearch: pick<'panel' | 'thread'>('panel', 'thread'),
  component: lazyRouteComponent(rooms, 'RoomsPage'),
});
const noRoom = createRoute({ getParentRoute: () => roomsPage, path: '/' });
const room = createRoute({ getParentRoute: () => roomsPage, path: '/rooms/$roomId' });
const message = createRoute({ getParentRoute: () => roomsPage, path: '/rooms/$roomId/m/$messageId' });

const contactsPage = createRoute({
  getParentRoute: () => app,
  path: '/contacts',
  component: lazyRouteComponent(contacts, 'ContactsPage'),
});
const contactsList = createRoute({ getParentRoute: () => contactsPage, path: '/' });
const contactRequests = createRoute({ getParentRoute: () => contactsPage, path: '/requests' });
const contactBlocks = createRoute({ getParentRoute: () => contactsPage, path: '/blocked' });
const contact = createRoute({ getParentRoute: () => contactsPage, path: '/$userId' });

const settingsPage = createRoute({
  getParentRoute: () => app,
  id: 'settings',
  component: lazyRouteComponent(settings, 'SettingsPage'),
});
const settingsList = createRoute({ getParentRoute: () => settingsPage, path: '/settings' });
const settingsSection = createRoute({ getParentRoute: () => settingsPage, path: '/settings/$section' });
const adminMails = createRoute({ getParentRoute: () => settingsPage, path: '/admin/mails' });
const adminAccounts = createRoute({ getParentRoute: () => settingsPage, path: '/admin/accounts' });

const invite = createRoute({
  getParentRoute: () => app,
  path: '/invite/$code',
  component: lazyRouteComponent(rooms, 'InvitePage'),
});

/** Every component of `ui/`, to look at while building. Not in what is released. */
const showcase = import.meta.env.DEV
  ? [
      createRoute({
        getParentRoute: () => root,
        path: '/ui',
        component: lazyRouteComponent(() => import('./Showcase.tsx'), 'Showcase'),
      }),
    ]
  : [];

const routeTree = root.addChildren([
  signIn,
  register,
  verify,
  correctEmail,
  forgot,
  reset,
  confirmEmail,
  setup,
  app.addChildren([
    roomsPage.addChildren([noRoom, room, message]),
    contactsPage.addChildren([contactsList, contactRequests, contactBlocks, contact]),
    settingsPage.addChildren([settingsList, settingsSection, adminMails, adminAccounts]),
    invite,
  ]),
  ...showcase,
]);

/** The addresses of the app. Follows the session: signing out leads to /sign-in, wherever the reader is. */
export function createAppRouter(session: AppSession) {
  const router = createRouter({
    routeTree,
    context: { session },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingMs: 300,
    defaultPendingComponent: Pending,
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
  });
  let state = session.get().state;
  session.subscribe(() => {
    const before = state;
    state = session.get().state;
    if (before !== 'asking' && before !== state) void router.invalidate();
  });
  return router;
}

function Pending() {
  return (
    <div className="grid h-full min-h-64 place-items-center text-muted">
      <Spinner />
    </div>
  );
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
