import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../app/client.tsx';
import { usePageTitle } from '../../app/title.ts';
import { buttonClass, EmptyState, PaneHeader, Skeleton, ThreePane } from '../../ui/index.ts';
import { AboutSection } from './AboutSection.tsx';
import { AppearanceSection } from './AppearanceSection.tsx';
import { AccountSection } from './account/AccountSection.tsx';
import { AccountsSection } from './admin/AccountsSection.tsx';
import { MailsSection } from './admin/MailsSection.tsx';
import { DevicesSection } from './DevicesSection.tsx';
import { NotificationsSection } from './NotificationsSection.tsx';
import { PrivacySection } from './PrivacySection.tsx';
import { placeOf, type Section } from './place.ts';
import { ProfileSection } from './profile/ProfileSection.tsx';
import { SettingsList } from './SettingsList.tsx';

const contents: Record<Section, ComponentType> = {
  profile: ProfileSection,
  account: AccountSection,
  devices: DevicesSection,
  privacy: PrivacySection,
  notifications: NotificationsSection,
  appearance: AppearanceSection,
  about: AboutSection,
  mails: MailsSection,
  accounts: AccountsSection,
};

/** The list of sections beside one of them. The address says which. */
export function SettingsPage() {
  const { t } = useTranslation('settings');
  const { pathname } = useLocation();
  const { section, shown } = placeOf(pathname);
  return (
    <ThreePane
      listLabel={t('list')}
      list={<SettingsList selected={section} />}
      shown={shown}
      main={section ? <SectionPane key={section} section={section} named={shown === 'main'} /> : <NoSection />}
    />
  );
}

/** `named` is whether the address names the section; otherwise it stands beside the list as an example. */
function SectionPane({ section, named }: { section: Section; named: boolean }) {
  const { t } = useTranslation('settings');
  const navigate = useNavigate();
  const title = t(`sections.${section}`);
  usePageTitle(named ? title : t('title'));
  const Content = contents[section];
  const ready = useStore('ready', (store) => store.ready());
  return (
    <>
      <PaneHeader title={title} onBack={() => void navigate({ to: '/settings' })} />
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain bg-canvas">
        <div className="mx-auto flex w-full max-w-2xl flex-col gap-4 p-3 pb-8 md:p-6">
          {ready ? <Content /> : <Skeleton className="h-64 rounded-2xl" />}
        </div>
      </div>
    </>
  );
}

function NoSection() {
  const { t } = useTranslation('settings');
  const navigate = useNavigate();
  usePageTitle(t('title'));
  return (
    <>
      <PaneHeader title={t('title')} onBack={() => void navigate({ to: '/settings' })} />
      <EmptyState
        icon={<Compass />}
        title={t('unknown.title')}
        body={t('unknown.body')}
        action={
          <Link to="/settings" className={buttonClass()}>
            {t('unknown.back')}
          </Link>
        }
      />
    </>
  );
}
