import type { MemberRole, Room } from '@hongyan/protocol';
import type { RoomSummary } from '@hongyan/sdk';
import {
  Archive,
  ArchiveRestore,
  Bell,
  BellOff,
  EyeOff,
  Info,
  LogOut,
  Mail,
  MailOpen,
  Pin,
  PinOff,
} from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, useStore } from '../../app/client.tsx';
import { type MenuEntry, useAttempt, useToast } from '../../ui/index.ts';
import { useMyRole, useRoomTitle } from '../directory/index.ts';
import { ArchiveDialog } from './ArchiveDialog.tsx';
import { usePlace, useRoomNavigation } from './address.ts';
import { LeaveDialog } from './LeaveDialog.tsx';
import { isUnread } from './list/visible-rooms.ts';
import { useMay } from './may.ts';

/** What there is to do with one of my rooms: the entries of a menu, and the dialogs that they open. */
export function useRoomActions(roomId: string | undefined): { items: MenuEntry[]; dialogs: ReactNode } {
  const id = roomId ?? '';
  const { t } = useTranslation('rooms');
  const summary = useStore(`room:${id}`, (store) => store.room(id));
  const title = useRoomTitle(id);
  const role = useMyRole(id);
  const may = useMay(id);
  const reopen = useReopen();
  const update = useUpdateSubscription(id);
  const setUnread = useSetUnread();
  const hide = useHide();
  const navigation = useRoomNavigation();
  const [dialog, setDialog] = useState<'leave' | 'archive' | null>(null);

  const subscription = summary?.subscription;
  if (!summary || !subscription) return { items: [], dialogs: null };
  const { room } = summary;
  const words = { room: t(`kind.${room.kind}`) };
  const { pinned, muted } = subscription;
  const unread = isUnread(summary);
  const direct = room.kind === 'direct';
  const leaves = mayLeave(role, room);
  const items: MenuEntry[] = [
    {
      label: unread ? t('action.markRead') : t('action.markUnread'),
      icon: unread ? <MailOpen /> : <Mail />,
      onSelect: () => setUnread(summary, !unread),
    },
    {
      label: pinned ? t('action.unpin') : t('action.pin'),
      icon: pinned ? <PinOff /> : <Pin />,
      onSelect: () => update({ pinned: !pinned }),
    },
    {
      label: muted ? t('action.unmute') : t('action.mute'),
      icon: muted ? <Bell /> : <BellOff />,
      onSelect: () => update({ muted: !muted }),
    },
    { label: t('action.details'), icon: <Info />, onSelect: () => navigation.openDetails(id) },
    (may('archive') || leaves || direct) && 'separator',
    may('archive') &&
      (room.archivedAt === null
        ? { label: t('action.archive', words), icon: <Archive />, onSelect: () => setDialog('archive') }
        : { label: t('action.unarchive', words), icon: <ArchiveRestore />, onSelect: () => reopen(id) }),
    direct && { label: t('action.hide'), icon: <EyeOff />, onSelect: () => hide(summary) },
    leaves && { label: t('action.leave', words), icon: <LogOut />, danger: true, onSelect: () => setDialog('leave') },
  ];
  const close = () => setDialog(null);
  const dialogs = (
    <>
      <LeaveDialog room={room} title={title} open={dialog === 'leave'} onClose={close} />
      <ArchiveDialog room={room} title={title} open={dialog === 'archive'} onClose={close} />
    </>
  );
  return { items, dialogs };
}

/** Whether I may leave: everybody but an owner, who hands over first, unless nobody else is there. */
export function mayLeave(role: MemberRole | null, room: Room): boolean {
  const joined = room.kind === 'group' || room.kind === 'channel';
  return role !== null && joined && (role !== 'owner' || room.memberCount === 1);
}

/** Takes a direct room out of the list until something new is in it. */
function useHide() {
  const { t } = useTranslation('rooms');
  const client = useClient();
  const attempt = useAttempt();
  const toast = useToast();
  const place = usePlace();
  const { goToList } = useRoomNavigation();
  return async ({ room }: RoomSummary) => {
    const done = await attempt(() => client.call('room.leave', { roomId: room.id }));
    if (!done) return;
    toast(t('leave.hidden'));
    if (place.roomId === room.id) goToList();
  };
}

/** Changes my own side of a room; says the error if that fails. */
export function useUpdateSubscription(roomId: string) {
  const client = useClient();
  const attempt = useAttempt();
  return (change: { muted?: boolean; pinned?: boolean }) =>
    void attempt(() => client.call('subscription.update', { roomId, ...change }));
}

/** Marks a room as unread or, with all of its messages and the answers in its threads, as read. */
function useSetUnread() {
  const client = useClient();
  const attempt = useAttempt();
  return ({ room, subscription, unread, unreadThreads }: RoomSummary, markedUnread: boolean) => {
    if (!markedUnread && unread > 0) client.markRead(room.id, room.lastSeq);
    for (const id of markedUnread ? [] : unreadThreads) client.markRead(id, client.store.room(id)?.room.lastSeq ?? 0);
    if (markedUnread || subscription?.markedUnread) {
      void attempt(() => client.call('subscription.update', { roomId: room.id, markedUnread }));
    }
  };
}

/** Opens an archived room again; says the error if that fails. */
export function useReopen() {
  const { t } = useTranslation('rooms');
  const client = useClient();
  const attempt = useAttempt();
  const toast = useToast();
  return async (roomId: string) => {
    if (await attempt(() => client.call('room.archive', { roomId, archived: false }))) toast(t('archive.undone'));
  };
}
