import type { Invite } from '@hongyan/protocol';
import { Link2, Plus } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, useStore } from '../../../app/client.tsx';
import { useErrorText } from '../../../i18n/index.ts';
import { Banner, Button, ConfirmDialog, EmptyState, PaneHeader, Skeleton } from '../../../ui/index.ts';
import { useRoomNavigation } from '../address.ts';
import { useMay } from '../may.ts';
import { InviteRow } from './InviteRow.tsx';
import { NewInviteDialog } from './NewInviteDialog.tsx';

/** The links by which people can join a room. */
export function InvitesPanel({ roomId }: { roomId: string }) {
  const { t } = useTranslation('rooms');
  const { t: common } = useTranslation();
  const client = useClient();
  const { goUp } = useRoomNavigation();
  const may = useMay(roomId);
  const { invites, error, load } = useInvites(roomId);
  const [creating, setCreating] = useState(false);
  const [revoked, setRevoked] = useState<{ code: string; open: boolean }>({ code: '', open: false });

  const revoke = async () => {
    await client.call('invite.revoke', { code: revoked.code });
    await load();
  };
  return (
    <>
      <PaneHeader title={t('invites.title')} onBack={goUp} backAlways />
      {may('invite') && (
        <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto overscroll-contain p-4">
          {error ? (
            <Banner
              tone="danger"
              action={
                <Button size="small" variant="secondary" onClick={load}>
                  {common('retry')}
                </Button>
              }
            >
              {error}
            </Banner>
          ) : !invites ? (
            <>
              <Skeleton className="h-28 rounded-xl" />
              <Skeleton className="h-28 rounded-xl" />
            </>
          ) : invites.length === 0 ? (
            <EmptyState
              icon={<Link2 />}
              title={t('invites.none')}
              body={t('invites.noneBody')}
              action={<Button onClick={() => setCreating(true)}>{t('invites.create')}</Button>}
            />
          ) : (
            <>
              <p className="text-sm text-muted">{t('invites.intro')}</p>
              <Button icon={<Plus aria-hidden className="size-4" />} onClick={() => setCreating(true)}>
                {t('invites.create')}
              </Button>
              <ul aria-label={t('invites.title')} className="flex flex-col gap-3">
                {invites.map((invite) => (
                  <InviteRow
                    key={invite.code}
                    invite={invite}
                    onRevoke={() => setRevoked({ code: invite.code, open: true })}
                  />
                ))}
              </ul>
            </>
          )}
        </div>
      )}
      <NewInviteDialog roomId={roomId} open={creating} onClose={() => setCreating(false)} onMade={load} />
      <ConfirmDialog
        open={revoked.open}
        onClose={() => setRevoked({ ...revoked, open: false })}
        title={t('invites.revokeTitle')}
        body={t('invites.revokeBody')}
        confirm={t('invites.revoke')}
        danger
        onConfirm={revoke}
      />
    </>
  );
}

/** The links of a room, newest first; null until they are loaded. Read anew when somebody joins, which uses one up. */
function useInvites(roomId: string) {
  const client = useClient();
  const errorText = useErrorText();
  const memberCount = useStore(`room:${roomId}`, (store) => store.room(roomId))?.room.memberCount;
  const [invites, setInvites] = useState<readonly Invite[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const load = useCallback(async () => {
    setError(null);
    try {
      const page = await client.call('invite.list', { roomId });
      setInvites(page.invites.toSorted((a, b) => b.createdAt - a.createdAt));
    } catch (thrown) {
      setError(errorText(thrown));
    }
  }, [client, errorText, roomId]);
  useEffect(() => {
    void load();
  }, [load, memberCount]);
  return { invites, error, load };
}
