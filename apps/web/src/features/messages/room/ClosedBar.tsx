import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../../app/client.tsx';
import { Button, useAttempt } from '../../../ui/index.ts';
import { usePersonName } from '../../directory/index.ts';
import type { Closed, RoomAccess } from './access.ts';

/** In place of the composer where I cannot write: why, and what to do about it. */
export function ClosedBar({ access, closed }: { access: RoomAccess; closed: NonNullable<Closed> }) {
  const { t } = useTranslation('messages');
  const client = useClient();
  const attempt = useAttempt();
  const [busy, setBusy] = useState(false);
  const name = usePersonName(access.otherId ?? '');
  const { room } = access.home;
  const run = async (work: () => Promise<unknown>) => {
    setBusy(true);
    await attempt(work);
    setBusy(false);
  };
  const joinable = closed === 'outside' && room.kind === 'channel' && room.archivedAt === null;
  const { otherId } = access;
  return (
    <div className="safe-bottom shrink-0 border-t border-line bg-surface">
      <div className="mx-auto flex min-h-16 max-w-4xl flex-wrap items-center justify-center gap-x-4 gap-y-2 px-4 py-2.5">
        <p className="text-center text-muted">
          {joinable ? t('closed.joinable') : t(`closed.${closed}`, { name, room: t(`kind.${room.kind}`) })}
        </p>
        {joinable && (
          <Button busy={busy} onClick={() => run(() => client.call('room.join', { roomId: room.id }))}>
            {t('closed.join')}
          </Button>
        )}
        {closed === 'blocked' && otherId && (
          <Button
            variant="secondary"
            busy={busy}
            onClick={() => run(() => client.call('contact.unblock', { userId: otherId }))}
          >
            {t('closed.unblock')}
          </Button>
        )}
      </div>
    </div>
  );
}
