import { UserRoundPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../../app/client.tsx';
import { IconButton, PaneHeader } from '../../../ui/index.ts';
import { useRoomNavigation } from '../address.ts';
import { useMay } from '../may.ts';
import { AddPeopleDialog } from './AddPeopleDialog.tsx';
import { MemberList } from './MemberList.tsx';
import { MemberRow } from './MemberRow.tsx';
import { useMemberActions } from './use-member-actions.tsx';

/** All members of a room, and what there is to do with them. */
export function MembersPanel({ roomId }: { roomId: string }) {
  const { t } = useTranslation('rooms');
  const { goUp } = useRoomNavigation();
  const may = useMay(roomId);
  const room = useStore(`room:${roomId}`, (store) => store.room(roomId))?.room;
  const { actionsFor, dialogs } = useMemberActions(roomId);
  const [adding, setAdding] = useState(false);
  if (!room) return null;
  return (
    <>
      <PaneHeader
        title={t('details.members')}
        subtitle={t('memberCount', { count: room.memberCount })}
        onBack={goUp}
        backAlways
        actions={
          may('add') && <IconButton label={t('details.add')} icon={<UserRoundPlus />} onClick={() => setAdding(true)} />
        }
      />
      <MemberList
        roomId={roomId}
        row={(member) => <MemberRow member={member} kind={room.kind} actions={actionsFor(member)} />}
      />
      <AddPeopleDialog room={room} open={adding} onClose={() => setAdding(false)} />
      {dialogs}
    </>
  );
}
