import type { Room } from '@hongyan/protocol';
import { Hash, SearchX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, useStore } from '../../../app/client.tsx';
import {
  Avatar,
  Banner,
  Button,
  Dialog,
  EmptyState,
  SearchField,
  Skeleton,
  useAttempt,
  useFreshState,
} from '../../../ui/index.ts';
import { useRoomNavigation } from '../address.ts';
import { useChannels } from './use-channels.ts';

/** All channels of this server: search, look into, join. */
export function BrowseDialog({
  open,
  onClose,
  onCreate,
}: {
  open: boolean;
  onClose: () => void;
  onCreate: () => void;
}) {
  const { t } = useTranslation('rooms');
  const { t: common } = useTranslation();
  const [query, setQuery] = useFreshState(open, '');
  const { channels, state, error, hasMore, loadMore, retry } = useChannels(open, query);
  return (
    <Dialog open={open} onClose={onClose} title={t('browse.title')}>
      <div className="flex flex-col gap-2">
        <SearchField label={t('browse.filter')} value={query} onValue={setQuery} />
        <div className="h-[min(26rem,60dvh)] overflow-y-auto overscroll-contain">
          {state === 'failed' ? (
            <Banner
              tone="danger"
              action={
                <Button size="small" variant="secondary" onClick={retry}>
                  {common('retry')}
                </Button>
              }
            >
              {error}
            </Banner>
          ) : state === 'first' ? (
            <LoadingChannels />
          ) : channels.length === 0 ? (
            <EmptyState
              icon={query ? <SearchX /> : <Hash />}
              title={query ? t('browse.noMatch') : t('browse.none')}
              body={query ? t('browse.noMatchBody') : t('browse.noneBody')}
              action={
                <Button size="small" onClick={onCreate}>
                  {t('create.channel')}
                </Button>
              }
            />
          ) : (
            <>
              <ul aria-label={t('browse.label')} className="flex flex-col">
                {channels.map((room) => (
                  <Channel key={room.id} room={room} onLeave={onClose} />
                ))}
              </ul>
              {hasMore && (
                <div className="grid place-items-center py-2">
                  <Button size="small" variant="ghost" busy={state === 'more'} onClick={loadMore}>
                    {common('loadMore')}
                  </Button>
                </div>
              )}
            </>
          )}
        </div>
      </div>
    </Dialog>
  );
}

function Channel({ room, onLeave }: { room: Room; onLeave: () => void }) {
  const { t } = useTranslation('rooms');
  const client = useClient();
  const attempt = useAttempt();
  const { openRoom } = useRoomNavigation();
  const [busy, setBusy] = useState(false);
  const subscription = useStore(`room:${room.id}`, (store) => store.room(room.id)?.subscription);
  const joined = subscription !== undefined && subscription !== null && !subscription.left;

  const look = () => {
    onLeave();
    openRoom(room.id);
  };
  const join = async () => {
    setBusy(true);
    const done = await attempt(() => client.call('room.join', { roomId: room.id }));
    setBusy(false);
    if (done) look();
  };
  return (
    <li className="flex items-center gap-3 rounded-xl px-2 hover:bg-hover">
      <button
        type="button"
        aria-label={t('browse.look', { title: room.name })}
        onClick={look}
        className="flex min-h-16 min-w-0 flex-1 items-center gap-3 text-start"
      >
        <Avatar id={room.id} name={room.name} src={room.avatar} shape="square" />
        <span className="min-w-0 flex-1 leading-snug">
          <bdi dir="auto" className="block truncate font-medium">
            {room.name}
          </bdi>
          <span className="block truncate text-sm text-muted">
            {t('memberCount', { count: room.memberCount })}
            {room.topic && ` · ${room.topic}`}
          </span>
        </span>
      </button>
      {joined ? (
        <Button size="small" variant="secondary" onClick={look}>
          {t('browse.open')}
        </Button>
      ) : (
        room.archivedAt === null && (
          <Button size="small" busy={busy} onClick={join}>
            {t('browse.join')}
          </Button>
        )
      )}
    </li>
  );
}

function LoadingChannels() {
  const { t: common } = useTranslation();
  return (
    <div role="status" aria-label={common('loading')} className="flex flex-col">
      {['a', 'b', 'c', 'd'].map((key) => (
        <div key={key} className="flex h-16 items-center gap-3 px-2">
          <Skeleton className="size-11 rounded-[28%]" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="h-4 w-1/3" />
            <Skeleton className="h-3.5 w-2/3" />
          </div>
        </div>
      ))}
    </div>
  );
}
