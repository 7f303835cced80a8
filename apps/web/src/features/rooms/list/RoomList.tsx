import { Link } from '@tanstack/react-router';
import { Archive, Inbox, MessageCirclePlus, SearchX } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, useStore } from '../../../app/client.tsx';
import { Button, buttonClass, EmptyState, PaneHeader, SearchField, Skeleton } from '../../../ui/index.ts';
import { useRoomNavigation } from '../address.ts';
import { type NewRoomKind, NewRoomMenu } from '../create/NewRoomMenu.tsx';
import { FilterChips } from './FilterChips.tsx';
import { RoomContextMenu } from './RoomContextMenu.tsx';
import { RoomRows, type RoomRowsHandle } from './RoomRows.tsx';
import { isUnread, type RoomFilter, visibleRooms } from './visible-rooms.ts';

/** All my rooms: filter, rows, and the way to new ones. */
export function RoomList({ openId, onCreate }: { openId: string | undefined; onCreate: (kind: NewRoomKind) => void }) {
  const { t } = useTranslation('rooms');
  const { store } = useClient();
  const rooms = useStore('rooms', (store) => store.rooms());
  const ready = useStore('ready', (store) => store.ready());
  const { openRoom } = useRoomNavigation();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<RoomFilter>('all');
  const rows = useRef<RoomRowsHandle>(null);
  const field = useRef<HTMLInputElement>(null);
  const hasArchived = rooms.some(({ room }) => room.archivedAt !== null);
  const filter = chosen === 'archived' && !hasArchived ? 'all' : chosen;

  const roomIds = useMemo(
    () =>
      visibleRooms(rooms, {
        filter,
        query,
        openId,
        namesOf: ({ room, otherId }) => {
          if (!otherId) return [room.name];
          const user = store.user(otherId);
          return [store.nameOf(otherId), user?.displayName ?? '', user?.name ?? ''];
        },
      }),
    [rooms, filter, query, openId, store],
  );
  const unread = rooms.filter(isUnread).length;
  useFilterKey(field);

  const onFilterKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      rows.current?.focusFirst();
    } else if (event.key === 'Enter' && query !== '' && roomIds[0]) {
      event.preventDefault();
      setQuery('');
      openRoom(roomIds[0]);
    }
  };

  return (
    <>
      <PaneHeader title={t('title')} actions={<NewRoomMenu onPick={onCreate} />} />
      <div className="flex flex-col gap-2 px-3 pt-3 pb-2">
        <SearchField
          ref={field}
          label={t('list.filter')}
          value={query}
          onValue={setQuery}
          onKeyDown={onFilterKey}
          aria-keyshortcuts="Control+K Meta+K"
        />
        {query === '' && rooms.length > 0 && (
          <FilterChips value={filter} onValue={setChosen} unread={unread} hasArchived={hasArchived} />
        )}
      </div>
      {!ready ? (
        <LoadingRows />
      ) : roomIds.length > 0 ? (
        <RoomContextMenu>
          <RoomRows ref={rows} roomIds={roomIds} openId={openId} onLeaveTop={() => field.current?.focus()} />
        </RoomContextMenu>
      ) : (
        <div className="flex min-h-0 flex-1 overflow-y-auto">
          {rooms.length === 0 && query === '' ? (
            <NoRooms onCreate={onCreate} />
          ) : query !== '' ? (
            <NoMatch query={query.trim()} onBrowse={() => onCreate('browse')} />
          ) : (
            // Only archived chats are kept out of all.
            <NothingHere filter={filter === 'unread' ? 'unread' : 'all'} onShow={setChosen} />
          )}
        </div>
      )}
    </>
  );
}

/** Notices are dialogs too, but beside the page. */
const openDialog = ['dialog', 'alertdialog'].map((role) => `[role="${role}"]:not([aria-modal="false"])`).join(', ');

/** Ctrl+K, or ⌘K, goes to the filter, unless a dialog holds the focus. */
function useFilterKey(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey)
        return;
      event.preventDefault();
      if (!document.querySelector(openDialog)) field.current?.focus();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [field]);
}

function LoadingRows() {
  const { t: common } = useTranslation();
  return (
    <div role="status" aria-label={common('loading')} className="flex flex-col gap-1 px-2">
      {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
        <div key={key} className="flex h-[68px] items-center gap-3 px-2.5">
          <Skeleton className="size-11 rounded-full" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="h-4 w-1/2" />
            <Skeleton className="h-3.5 w-4/5" />
          </div>
        </div>
      ))}
    </div>
  );
}

function NoRooms({ onCreate }: { onCreate: (kind: NewRoomKind) => void }) {
  const { t } = useTranslation('rooms');
  return (
    <EmptyState
      icon={<MessageCirclePlus />}
      title={t('list.none')}
      body={t('list.noneBody')}
      action={
        <>
          <Button size="small" onClick={() => onCreate('direct')}>
            {t('create.direct')}
          </Button>
          <Button size="small" variant="secondary" onClick={() => onCreate('browse')}>
            {t('create.browse')}
          </Button>
        </>
      }
    />
  );
}

function NoMatch({ query, onBrowse }: { query: string; onBrowse: () => void }) {
  const { t } = useTranslation('rooms');
  const { t: common } = useTranslation();
  return (
    <EmptyState
      icon={<SearchX />}
      title={t('list.noMatch', { query })}
      body={t('list.noMatchBody')}
      action={
        <>
          <Button size="small" variant="secondary" onClick={onBrowse}>
            {t('create.browse')}
          </Button>
          <Link to="/contacts" className={buttonClass('secondary', 'small')}>
            {common('nav.contacts')}
          </Link>
        </>
      }
    />
  );
}

const nothing = {
  all: { icon: <Archive />, title: 'list.allArchived', body: 'list.allArchivedBody', leads: 'archived' },
  unread: { icon: <Inbox />, title: 'list.noneUnread', body: 'list.noneUnreadBody', leads: 'all' },
} as const;

function NothingHere({ filter, onShow }: { filter: keyof typeof nothing; onShow: (filter: RoomFilter) => void }) {
  const { t } = useTranslation('rooms');
  const { icon, title, body, leads } = nothing[filter];
  return (
    <EmptyState
      icon={icon}
      title={t(title)}
      body={t(body)}
      action={
        <Button size="small" variant="secondary" onClick={() => onShow(leads)}>
          {t(leads === 'all' ? 'list.showAll' : 'list.showArchived')}
        </Button>
      }
    />
  );
}
