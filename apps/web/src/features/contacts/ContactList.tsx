import { Link } from '@tanstack/react-router';
import { Ban, ContactRound, Folder, Search, Star, UserRoundPlus } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../app/client.tsx';
import {
  Badge,
  Button,
  EmptyState,
  IconButton,
  ListRow,
  PaneHeader,
  SearchField,
  VirtualList,
} from '../../ui/index.ts';
import { matchesName, PersonAvatar, PersonName, PresenceText, useContactList } from '../directory/index.ts';
import { contactRows, listRows, type ListRow as Row } from './sections.ts';
import { useRequests } from './use-requests.ts';

/** All contacts, with a filter, and the ways to the requests and the blocked people. */
export function ContactList({
  selectedId,
  page,
  onAdd,
}: {
  selectedId: string | null;
  page: 'contact' | 'requests' | 'blocked' | null;
  /** Opens the search for a person on the server. */
  onAdd: (query: string) => void;
}) {
  const { t } = useTranslation('contacts');
  const contacts = useContactList();
  const [query, setQuery] = useState('');
  const rows = useMemo(
    () => (query.trim() ? contactRows(contacts.filter(({ names }) => matchesName(query, names))) : listRows(contacts)),
    [contacts, query],
  );
  return (
    <>
      <PaneHeader
        title={t('title')}
        actions={<IconButton label={t('add.open')} icon={<UserRoundPlus />} onClick={() => onAdd('')} />}
      />
      <div className="flex shrink-0 flex-col gap-2 px-2 pt-3">
        <SearchField label={t('filter')} value={query} onValue={setQuery} className="mx-1" />
        {!query && <Shortcuts page={page} />}
      </div>
      {rows.length > 0 ? (
        <VirtualList
          label={t('title')}
          items={rows}
          keyOf={(row) => row.key}
          rowHeight={64}
          className="px-2 pb-2"
          row={(row) =>
            row.kind === 'heading' ? <Heading row={row} /> : <ContactRow userId={row.userId} selectedId={selectedId} />
          }
        />
      ) : query.trim() ? (
        <EmptyState
          icon={<Search />}
          title={t('noMatch.title')}
          body={t('noMatch.body', { query: query.trim() })}
          action={<Button onClick={() => onAdd(query.trim())}>{t('noMatch.action')}</Button>}
        />
      ) : (
        <EmptyState
          icon={<ContactRound />}
          title={t('empty.title')}
          body={t('empty.body')}
          action={
            <Button icon={<UserRoundPlus aria-hidden className="size-[18px]" />} onClick={() => onAdd('')}>
              {t('add.open')}
            </Button>
          }
        />
      )}
    </>
  );
}

function Shortcuts({ page }: { page: string | null }) {
  const { t } = useTranslation('contacts');
  const waiting = useRequests().received.length;
  const blocked = useStore('blocks', (store) => store.blocks()).length;
  return (
    <div className="border-b border-line pb-1">
      <Link to="/contacts/requests" className="block rounded-xl">
        <ListRow
          start={<Sign>{<UserRoundPlus />}</Sign>}
          title={t('requests.title')}
          selected={page === 'requests'}
          end={
            waiting > 0 && (
              <>
                <span aria-hidden>
                  <Badge count={waiting} tone="danger" />
                </span>
                <span className="sr-only">{t('requests.waiting', { count: waiting })}</span>
              </>
            )
          }
        />
      </Link>
      {(blocked > 0 || page === 'blocked') && (
        <Link to="/contacts/blocked" className="block rounded-xl">
          <ListRow
            start={<Sign>{<Ban />}</Sign>}
            title={t('blocked.title')}
            selected={page === 'blocked'}
            end={<span className="text-sm text-muted tabular-nums">{blocked || ''}</span>}
          />
        </Link>
      )}
    </div>
  );
}

function Sign({ children }: { children: ReactNode }) {
  return (
    <span
      aria-hidden
      className="grid size-11 shrink-0 place-items-center rounded-full bg-accent-soft text-accent-ink [&_svg]:size-5"
    >
      {children}
    </span>
  );
}

function Heading({ row }: { row: Extract<Row, { kind: 'heading' }> }) {
  const { t } = useTranslation('contacts');
  return (
    <h2 className="flex items-center gap-1.5 px-3 pt-4 pb-1 text-sm font-medium text-muted [&_svg]:size-3.5">
      {row.of === 'starred' && <Star aria-hidden />}
      {row.of === 'group' && <Folder aria-hidden />}
      <span className="truncate">{row.of === 'starred' ? t('starred') : row.title}</span>
      {row.of !== 'initial' && <span className="font-normal tabular-nums">{row.count}</span>}
    </h2>
  );
}

function ContactRow({ userId, selectedId }: { userId: string; selectedId: string | null }) {
  return (
    <Link to="/contacts/$userId" params={{ userId }} className="block rounded-xl">
      <ListRow
        start={<PersonAvatar userId={userId} presence />}
        title={<PersonName userId={userId} />}
        subtitle={
          // As high while it is not known yet.
          <span className="block h-5 truncate">
            <PresenceText userId={userId} />
          </span>
        }
        selected={userId === selectedId}
      />
    </Link>
  );
}
