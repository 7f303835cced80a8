import type { Message } from '@hongyan/protocol';
import type { RoomSummary } from '@hongyan/sdk';
import { useParams, useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, useMyId, useStore } from '../../app/client.tsx';
import { usePersonName, useRoomTitle } from '../directory/index.ts';
import { useMessagePreview } from '../messages/index.ts';
import { showBadge } from './badge.ts';
import { deviceState } from './device.ts';
import { minuteOfDay, ringOf } from './ring.ts';
import { clear, isOpenOrder, show } from './show.ts';
import { playSound } from './sound.ts';
import { useNotifyingTab } from './use-notifying-tab.ts';

/** So many at once are shown each; the rest only counts. */
const most = 5;

/** Calls the reader: the number on the page's icon, a sound, notifications of the system. Draws nothing. */
export function Notifier() {
  const client = useClient();
  const myId = useMyId();
  const { history } = useRouter();
  const { roomId } = useParams({ strict: false });
  const { thread } = useSearch({ strict: false });
  const notifies = useNotifyingTab();
  const [pending, setPending] = useState<Message[]>([]);

  const onMessage = useEffectEvent((message: Message) => {
    const summary = client.store.room(message.roomId);
    if (!summary || !notifies.current) return;
    const ring = ringOf(message, {
      myId,
      subscription: summary.subscription,
      settings: client.store.settings(),
      isAtPage: document.hasFocus(),
      isOpen: message.roomId === roomId || message.roomId === thread,
      minuteOfDay: minuteOfDay(new Date()),
    });
    if (ring.sound) playSound();
    if (ring.show && deviceState() === 'on') setPending((before) => [...before, message].slice(-most));
  });

  useEffect(() => client.on('message', (message, live) => live && onMessage(message)), [client]);
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return;
    const listen = ({ data }: MessageEvent<unknown>) => isOpenOrder(data) && history.push(data.open);
    navigator.serviceWorker.addEventListener('message', listen);
    return () => navigator.serviceWorker.removeEventListener('message', listen);
  }, [history]);
  useBadge();
  useClearing();

  return pending.map((message) => {
    const summary = client.store.room(message.roomId);
    return (
      summary && (
        <Notification
          key={message.id}
          message={message}
          summary={summary}
          onOpen={(path) => history.push(path)}
          onShown={() => setPending((before) => before.filter(({ id }) => id !== message.id))}
        />
      )
    );
  });
}

/** Shows one message as soon as its words are known. */
function Notification({
  message,
  summary: { room, otherId },
  onOpen,
  onShown,
}: {
  message: Message;
  summary: RoomSummary;
  onOpen: (path: string) => void;
  onShown: () => void;
}) {
  const { t } = useTranslation('settings');
  const { notificationPreview } = useStore('settings', (store) => store.settings());
  const title = useRoomTitle(room.id);
  const author = usePersonName(message.authorId);
  const text = useMessagePreview(message, room.kind);
  const icon = useStore(`user:${otherId ?? ''}`, (store) => store.user(otherId ?? '')?.avatar ?? null);
  const body = !notificationPreview
    ? t('notifications.hidden')
    : otherId
      ? text
      : t('notifications.by', { name: author, text });

  const showNow = useEffectEvent(() => {
    const path = room.parent ? `/rooms/${room.parent.roomId}?panel=thread&thread=${room.id}` : `/rooms/${room.id}`;
    void show({ roomId: room.id, title, body, icon: icon ?? room.avatar, path }, () => onOpen(path)).catch(() => {});
    onShown();
  });
  useEffect(() => {
    // A name that is not known yet comes within a moment.
    const timer = setTimeout(showNow, title && author ? 0 : 1_000);
    return () => clearTimeout(timer);
  }, [title, author]);
  return null;
}

function useBadge(): void {
  const unread = useStore('unread', (store) => store.totalUnread());
  useEffect(() => {
    void showBadge(unread).catch(() => {});
  }, [unread]);
  useEffect(() => () => void showBadge(0).catch(() => {}), []);
}

/** What was read, here or on another device, is not called for any longer. */
function useClearing(): void {
  const rooms = useStore('rooms', (store) => store.rooms());
  const before = useRef(new Set<string>());
  useEffect(() => {
    const unread = new Set(
      rooms.flatMap(({ room, unread, unreadThreads }) => (unread > 0 ? [room.id, ...unreadThreads] : unreadThreads)),
    );
    for (const roomId of before.current) if (!unread.has(roomId)) void clear(roomId).catch(() => {});
    before.current = unread;
  }, [rooms]);
  useEffect(() => () => void clear().catch(() => {}), []);
}
