import { Link, useLocation } from '@tanstack/react-router';
import { MessagesSquare, Settings, UsersRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar, Badge, cx } from '../ui/index.ts';
import { useMyId, useStore } from './client.tsx';

/** The three parts of the app: a rail on a desktop, tabs at the bottom on a phone. */
export function NavBar({ hiddenOnPhone }: { hiddenOnPhone: boolean }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const myId = useMyId();
  const unread = useStore('unread', (store) => store.totalUnread());
  const requests = useStore('requests', (store) => store.requests());
  const me = useStore(`user:${myId}`, (store) => store.user(myId));
  const waiting = requests.filter((request) => request.toId === myId && request.state === 'pending').length;

  return (
    <nav
      aria-label={t('nav.label')}
      className={cx(
        'safe-bottom order-last shrink-0 border-line bg-surface md:order-first md:flex md:w-[72px] md:flex-col md:items-center md:border-e md:bg-sunken md:py-3',
        hiddenOnPhone ? 'hidden' : 'flex border-t md:border-t-0',
      )}
    >
      <img src="/icon.svg" alt="" className="mb-4 hidden size-9 select-none md:block" />
      <NavItem
        to="/"
        label={t('nav.rooms')}
        icon={<MessagesSquare />}
        count={unread}
        says={t('nav.unread', { count: unread })}
        active={pathname.startsWith('/rooms/')}
      />
      <NavItem
        to="/contacts"
        label={t('nav.contacts')}
        icon={<UsersRound />}
        count={waiting}
        says={t('nav.requests', { count: waiting })}
      />
      <NavItem to="/settings" label={t('nav.settings')} icon={<Settings />} active={pathname.startsWith('/admin/')} />
      {me && (
        <Link
          to="/settings/$section"
          params={{ section: 'profile' }}
          title={me.displayName}
          className="mt-auto hidden rounded-full md:block"
        >
          <span className="sr-only">{me.displayName}</span>
          <Avatar id={myId} name={me.displayName} src={me.avatar} />
        </Link>
      )}
    </nav>
  );
}

function NavItem({
  to,
  label,
  icon,
  count = 0,
  says,
  active = false,
}: {
  to: '/' | '/contacts' | '/settings';
  label: string;
  icon: ReactNode;
  count?: number;
  /** The count in words, for screen readers. */
  says?: string;
  /** Chosen at addresses too that don't begin with `to`. */
  active?: boolean;
}) {
  return (
    <Link
      to={to}
      className={cx(
        'flex min-h-14 flex-1 flex-col items-center justify-center gap-0.5 text-xs transition-colors md:my-0.5 md:w-15 md:flex-none md:rounded-xl',
        'text-muted hover:text-ink data-[status=active]:font-medium data-[status=active]:text-accent-ink md:hover:bg-hover md:data-[status=active]:bg-accent-soft',
      )}
      activeOptions={{ exact: false }}
      {...(active && { 'data-status': 'active', 'aria-current': 'page' })}
    >
      <span aria-hidden className="relative [&_svg]:size-6 md:[&_svg]:size-[22px]">
        {icon}
        {count > 0 && (
          <span className="absolute -end-3.5 -top-1 md:-top-2">
            <Badge count={count} tone="danger" />
          </span>
        )}
      </span>
      <span>{label}</span>
      {count > 0 && <span className="sr-only">{says}</span>}
    </Link>
  );
}
