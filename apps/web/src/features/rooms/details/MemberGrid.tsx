import type { Room } from '@hongyan/protocol';
import { UserRoundPlus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, useStore } from '../../../app/client.tsx';
import { Button } from '../../../ui/index.ts';
import { PersonAvatar, PersonName, usePersonCard } from '../../directory/index.ts';
import { useRoomNavigation } from '../address.ts';
import { useMay } from '../may.ts';
import { AddPeopleDialog } from './AddPeopleDialog.tsx';

/** Two rows of five, with the place of "add". */
const shown = 10;

/** The first members by picture, and the ways to all of them and to more. */
export function MemberGrid({ room }: { room: Room }) {
  const { t } = useTranslation('rooms');
  const client = useClient();
  const { members } = useStore(`members:${room.id}`, (store) => store.members(room.id));
  const { openPanel } = useRoomNavigation();
  const openCard = usePersonCard();
  const may = useMay(room.id);
  const [adding, setAdding] = useState(false);
  const mayAdd = may('add');

  useEffect(() => {
    // Without a line the grid shows whom it knows; the number of members is right all the same.
    void client.loadMembers(room.id).catch(() => {});
  }, [client, room.id]);

  const cell = 'flex min-w-0 flex-col items-center gap-1 rounded-lg px-0.5 py-1.5 transition-colors hover:bg-hover';
  return (
    <div className="border-t border-line px-3 py-3">
      <div className="flex items-center justify-between ps-1 pb-1">
        <h3 className="text-sm font-medium">{t('details.members')}</h3>
        <Button variant="ghost" size="small" onClick={() => openPanel('members')}>
          {t('details.allMembers')}
          <span className="tabular-nums">{room.memberCount}</span>
        </Button>
      </div>
      <ul aria-label={t('details.members')} className="grid grid-cols-5">
        {members.slice(0, mayAdd ? shown - 1 : shown).map(({ userId }) => (
          <li key={userId} className="min-w-0">
            <button type="button" onClick={() => openCard(userId)} className={`${cell} w-full`}>
              <PersonAvatar userId={userId} presence />
              <PersonName userId={userId} className="w-full truncate text-center text-xs text-muted" />
            </button>
          </li>
        ))}
        {mayAdd && (
          <li className="min-w-0">
            <button
              type="button"
              aria-label={t('details.add')}
              onClick={() => setAdding(true)}
              className={`${cell} w-full`}
            >
              <span className="grid size-11 place-items-center rounded-full border border-dashed border-line-strong text-muted">
                <UserRoundPlus aria-hidden className="size-5" />
              </span>
              <span aria-hidden className="w-full truncate text-center text-xs text-muted">
                {t('details.addShort')}
              </span>
            </button>
          </li>
        )}
      </ul>
      <AddPeopleDialog room={room} open={adding} onClose={() => setAdding(false)} />
    </div>
  );
}
