import { type Member, outranks } from '@hongyan/protocol';
import { ArrowRightLeft, ShieldMinus, ShieldPlus, UserRoundMinus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, useMyId, useStore } from '../../../app/client.tsx';
import { ConfirmDialog, type MenuEntry, useAttempt, useToast } from '../../../ui/index.ts';
import { useMyRole, usePersonName, useRoomTitle } from '../../directory/index.ts';
import { useMay } from '../may.ts';
import { HandOverConfirm } from './HandOverDialog.tsx';

/** What I may do with the members of a room, and the dialogs that ask before it. */
export function useMemberActions(roomId: string): {
  actionsFor: (member: Member) => MenuEntry[];
  dialogs: ReactNode;
} {
  const { t } = useTranslation('rooms');
  const client = useClient();
  const myId = useMyId();
  const attempt = useAttempt();
  const toast = useToast();
  const role = useMyRole(roomId);
  const may = useMay(roomId);
  const title = useRoomTitle(roomId);
  const room = useStore(`room:${roomId}`, (store) => store.room(roomId))?.room;
  const [asked, setAsked] = useState<{ deed: 'remove' | 'handOver' | null; userId: string }>({
    deed: null,
    userId: '',
  });
  const name = usePersonName(asked.userId);
  const close = () => setAsked({ ...asked, deed: null });

  const setRole = async (userId: string, next: 'admin' | 'member') => {
    const done = await attempt(() => client.call('member.setRole', { roomId, userId, role: next }));
    const words = { name: client.store.nameOf(userId) };
    if (done) toast(next === 'admin' ? t('members.madeAdmin', words) : t('members.unmadeAdmin', words));
  };
  const actionsFor = (member: Member): MenuEntry[] => {
    const { userId } = member;
    if (!role || userId === myId) return [];
    const removes = may('remove') && outranks(role, member.role);
    return [
      may('setRole') &&
        (member.role === 'admin'
          ? { label: t('members.unmakeAdmin'), icon: <ShieldMinus />, onSelect: () => void setRole(userId, 'member') }
          : { label: t('members.makeAdmin'), icon: <ShieldPlus />, onSelect: () => void setRole(userId, 'admin') }),
      may('transfer') && {
        label: t('details.transfer'),
        icon: <ArrowRightLeft />,
        onSelect: () => setAsked({ deed: 'handOver', userId }),
      },
      removes && may('setRole') && 'separator',
      removes && {
        label: t('members.remove', { room: t(`kind.${room?.kind ?? 'group'}`) }),
        icon: <UserRoundMinus />,
        danger: true,
        onSelect: () => setAsked({ deed: 'remove', userId }),
      },
    ];
  };
  const dialogs = (
    <>
      <ConfirmDialog
        open={asked.deed === 'remove'}
        onClose={close}
        title={t('members.removeTitle', { name })}
        body={t('members.removeBody', { title })}
        confirm={t('members.removeConfirm')}
        danger
        onConfirm={() => client.call('member.remove', { roomId, userId: asked.userId })}
      />
      <HandOverConfirm roomId={roomId} userId={asked.userId} open={asked.deed === 'handOver'} onClose={close} />
    </>
  );
  return { actionsFor, dialogs };
}
