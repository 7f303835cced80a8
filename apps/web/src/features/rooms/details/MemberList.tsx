import type { Member } from '@hongyan/protocol';
import { SearchX } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../../app/client.tsx';
import { Banner, Button, EmptyState, SearchField, Spinner, VirtualList } from '../../../ui/index.ts';
import { matchesName } from '../../directory/index.ts';
import { useMembers } from './use-members.ts';

/** The members of a room with a search field. It fills its parent and loads further pages as they are needed. */
export function MemberList({
  roomId,
  include = everybody,
  row,
}: {
  roomId: string;
  /** Who is listed. */
  include?: (member: Member) => boolean;
  row: (member: Member) => ReactNode;
}) {
  const { t } = useTranslation('rooms');
  const { t: common } = useTranslation();
  const { store } = useClient();
  const { members, users, hasMore, loading, error, load } = useMembers(roomId);
  const [query, setQuery] = useState('');
  const wanted = query.trim();

  const matches = ({ userId }: Member) => {
    const user = store.user(userId) ?? users.get(userId);
    return matchesName(wanted, [store.nameOf(userId), user?.displayName ?? '', user?.name ?? '']);
  };
  const shown = members.filter((member) => include(member) && (wanted === '' || matches(member)));

  // Names can only be compared here, so that a search goes through all pages.
  useEffect(() => {
    if (wanted !== '' && hasMore && !loading && !error) load();
  }, [wanted, hasMore, loading, error, load]);

  return (
    <>
      <SearchField label={t('members.filter')} value={query} onValue={setQuery} className="mx-3 mt-3 mb-2 shrink-0" />
      {error && (
        <div className="px-3 pb-2">
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
        </div>
      )}
      {shown.length > 0 ? (
        <VirtualList
          label={t('details.members')}
          items={shown}
          keyOf={({ userId }) => userId}
          rowHeight={60}
          row={row}
          onEnd={() => hasMore && !loading && !error && load()}
        />
      ) : (
        wanted !== '' &&
        !loading && (
          <EmptyState icon={<SearchX />} title={t('members.none', { query: wanted })} body={t('members.noneBody')} />
        )
      )}
      {loading && (shown.length === 0 || wanted !== '') && (
        <div className="grid shrink-0 place-items-center p-4 text-muted">
          <Spinner label={common('loading')} />
        </div>
      )}
    </>
  );
}

const everybody = () => true;
