import { LogOut } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useServerInfo } from '../../app/server-info.ts';
import { Button, Logo } from '../../ui/index.ts';
import { useSignOut } from './SignOut.tsx';

export function AboutSection() {
  const { t } = useTranslation(['settings', 'common']);
  const { info } = useServerInfo();
  const signOut = useSignOut();
  return (
    <>
      <div className="flex flex-col items-center gap-3 py-6 text-center">
        <Logo className="size-20" />
        <div>
          <h2 className="text-2xl font-semibold">{t('common:product')}</h2>
          <p className="text-muted">{t('common:tagline')}</p>
        </div>
        <p className="max-w-md text-balance text-muted">{t('about.story')}</p>
      </div>
      <dl className="flex flex-col divide-y divide-line rounded-2xl border border-line bg-surface px-4 md:px-5">
        <Fact term={t('about.version')}>{info?.version ?? '…'}</Fact>
        <Fact term={t('about.server')}>{location.host}</Fact>
        <Fact term={t('about.licence')}>Apache-2.0</Fact>
      </dl>
      <Button
        variant="secondary"
        icon={<LogOut aria-hidden className="size-4 rtl:-scale-x-100" />}
        onClick={signOut.ask}
        className="self-center"
      >
        {t('about.signOut')}
      </Button>
      {signOut.dialog}
    </>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="flex min-h-11 items-center justify-between gap-4">
      <dt className="shrink-0 text-muted">{term}</dt>
      <dd className="min-w-0 truncate">{children}</dd>
    </div>
  );
}
