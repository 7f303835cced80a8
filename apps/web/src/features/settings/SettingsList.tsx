import { Link } from '@tanstack/react-router';
import {
  Bell,
  ChevronRight,
  Info,
  LogOut,
  Mail,
  MonitorSmartphone,
  Palette,
  ShieldCheck,
  UserRound,
  UserRoundKey,
  UsersRound,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMyId, useStore } from '../../app/client.tsx';
import { Avatar, cx, PaneHeader } from '../../ui/index.ts';
import { administratorSections, type Section, sections } from './place.ts';
import { useSignOut } from './SignOut.tsx';

const icons: Record<Section, ReactNode> = {
  profile: <UserRound />,
  account: <UserRoundKey />,
  devices: <MonitorSmartphone />,
  privacy: <ShieldCheck />,
  notifications: <Bell />,
  appearance: <Palette />,
  about: <Info />,
  mails: <Mail />,
  accounts: <UsersRound />,
};

/** Who I am, the sections, and the way out. */
export function SettingsList({ selected }: { selected: Section | null }) {
  const { t } = useTranslation('settings');
  const role = useStore('self', (store) => store.self()?.role);
  const signOut = useSignOut();
  return (
    <>
      <PaneHeader title={t('title')} />
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto overscroll-contain p-2">
        <Me />
        <nav aria-label={t('list')}>
          <ul>
            {sections.map((section) => (
              <li key={section}>
                <Link to="/settings/$section" params={{ section }} className="block rounded-xl">
                  <Row icon={icons[section]} label={t(`sections.${section}`)} selected={section === selected} />
                </Link>
              </li>
            ))}
          </ul>
          {role === 'administrator' && (
            <>
              <h2 className="mt-3 px-3 py-1 text-sm font-medium text-muted">{t('administration')}</h2>
              <ul>
                {administratorSections.map((section) => (
                  <li key={section}>
                    <Link to={`/admin/${section}`} className="block rounded-xl">
                      <Row icon={icons[section]} label={t(`sections.${section}`)} selected={section === selected} />
                    </Link>
                  </li>
                ))}
              </ul>
            </>
          )}
        </nav>
        <button type="button" onClick={signOut.ask} className="mt-auto rounded-xl text-start">
          <Row icon={<LogOut className="rtl:-scale-x-100" />} label={t('about.signOut')} selected={false} plain />
        </button>
      </div>
      {signOut.dialog}
    </>
  );
}

function Me() {
  const myId = useMyId();
  const me = useStore(`user:${myId}`, (store) => store.user(myId));
  if (!me) return <div className="h-20" />;
  return (
    <Link
      to="/settings/$section"
      params={{ section: 'profile' }}
      className="flex min-h-20 items-center gap-3 rounded-2xl px-3 py-2 hover:bg-hover"
    >
      <Avatar id={myId} name={me.displayName} src={me.avatar} size="large" />
      <span className="min-w-0">
        <span className="block truncate text-lg font-semibold">{me.displayName}</span>
        <span className="block truncate text-sm text-muted">@{me.name}</span>
      </span>
    </Link>
  );
}

function Row({
  icon,
  label,
  selected,
  plain,
}: {
  icon: ReactNode;
  label: string;
  selected: boolean;
  /** Not the way to a section. */
  plain?: boolean;
}) {
  return (
    <span
      className={cx(
        'flex min-h-12 items-center gap-3 rounded-xl px-3 transition-colors md:min-h-11 [&>svg]:size-5 [&>svg]:shrink-0',
        // On a phone the list stands alone: nothing is chosen there.
        selected
          ? 'hover:bg-hover md:bg-selected md:font-medium md:text-accent-ink md:hover:bg-selected'
          : 'hover:bg-hover',
        plain && 'text-muted',
      )}
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {!plain && <ChevronRight aria-hidden className="text-muted md:hidden rtl:-scale-x-100" />}
    </span>
  );
}
