import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../app/client.tsx';
import { Button, EmptyState, PaneHeader, Time, useAttempt } from '../../ui/index.ts';
import { PersonAvatar, PersonName, usePersonActions } from '../directory/index.ts';

/** The people whom I blocked, each with the way back. */
export function BlockedPane({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation('contacts');
  const blocks = useStore('blocks', (store) => store.blocks());
  return (
    <>
      <PaneHeader title={t('blocked.title')} onBack={onBack} />
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        {blocks.length === 0 ? (
          <EmptyState icon={<ShieldCheck />} title={t('blocked.empty')} body={t('blocked.emptyBody')} />
        ) : (
          <div className="mx-auto flex w-full max-w-2xl flex-col gap-3 p-4 md:p-6">
            <p className="px-1 text-sm text-muted">{t('blocked.body')}</p>
            <ul className="divide-y divide-line rounded-2xl border border-line bg-surface">
              {blocks.map(({ userId, createdAt }) => (
                <li key={userId} className="flex items-center gap-3 p-3 md:p-4">
                  <BlockedRow userId={userId} since={createdAt} />
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </>
  );
}

function BlockedRow({ userId, since }: { userId: string; since: number }) {
  const { t } = useTranslation(['contacts', 'directory']);
  const attempt = useAttempt();
  const { unblock } = usePersonActions(userId);
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    await attempt(unblock);
    setBusy(false);
  };
  return (
    <>
      <PersonAvatar userId={userId} />
      <div className="min-w-0 flex-1">
        <PersonName userId={userId} className="block truncate font-medium" />
        <Time at={since} as="relative" className="text-sm text-muted" />
      </div>
      <Button variant="secondary" size="small" busy={busy} onClick={run}>
        {t('directory:block.undo')}
      </Button>
    </>
  );
}
