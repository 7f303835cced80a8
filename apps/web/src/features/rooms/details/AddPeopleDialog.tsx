import { limits, type Room } from '@hongyan/protocol';
import { Link2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useClient, useStore } from '../../../app/client.tsx';
import { Button, FormDialog, useFreshState } from '../../../ui/index.ts';
import { PersonPicker } from '../../directory/index.ts';
import { useRoomNavigation } from '../address.ts';
import { useMay } from '../may.ts';

/** Adds people to a room, who need not be asked. */
export function AddPeopleDialog({ room, open, onClose }: { room: Room; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('rooms');
  const client = useClient();
  const { openPanel } = useRoomNavigation();
  const may = useMay(room.id);
  const { members } = useStore(`members:${room.id}`, (store) => store.members(room.id));
  const [userIds, setUserIds] = useFreshState<string[]>(open, []);

  const add = async () => {
    if (userIds.length === 0) return false as const;
    await client.call('member.add', { roomId: room.id, userIds });
  };
  const toLinks = () => {
    onClose();
    openPanel('invites');
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t('add.title')}
      description={t('add.body')}
      submit={userIds.length > 0 ? t('add.confirm', { count: userIds.length }) : t('add.confirmNone')}
      onSubmit={add}
    >
      <PersonPicker
        value={userIds}
        onChange={setUserIds}
        exclude={members.map(({ userId }) => userId)}
        max={limits.addedMembers}
      />
      {may('invite') && (
        <Button
          variant="ghost"
          size="small"
          icon={<Link2 aria-hidden className="size-4" />}
          onClick={toLinks}
          className="self-start"
        >
          {t('add.link')}
        </Button>
      )}
    </FormDialog>
  );
}
