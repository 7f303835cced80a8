import type { Message } from '@hongyan/protocol';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type RefObject, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../../app/client.tsx';
import { copyText, useAttempt, useToast } from '../../../ui/index.ts';
import type { RoomAccess } from '../room/access.ts';
import { addressOf } from '../room/address.ts';
import type { TimelineHandle } from '../timeline/Timeline.tsx';
import type { MessageActions } from './conversation.ts';
import type { Editing } from './use-editing.ts';
import type { OverlayState } from './use-overlay.ts';
import type { Selection } from './use-selection.ts';

/** What the buttons and menus of a conversation do. The answer keeps its identity, so that no row is drawn for it. */
export function useMessageActions(parts: {
  access: RoomAccess;
  timeline: RefObject<TimelineHandle | null>;
  overlay: OverlayState;
  editing: Editing;
  selection: Selection;
}): MessageActions {
  const client = useClient();
  const navigate = useNavigate();
  const search = useSearch({ strict: false });
  const { t } = useTranslation(['messages', 'common']);
  const toast = useToast();
  const attempt = useAttempt();
  const latest = useRef({ ...parts, navigate, search, t, toast, attempt });
  latest.current = { ...parts, navigate, search, t, toast, attempt };

  return useMemo(() => {
    const now = () => latest.current;
    const copy = async (text: string, done: string) => {
      const copied = await copyText(text);
      now().toast(copied ? done : { text: now().t('common:copyFailed'), tone: 'danger' });
    };
    const place = ({ roomId, id }: Message) => ({ roomId, id });

    const openThread = async (message: Message) => {
      const { roomId } = message;
      let threadId = message.thread?.roomId;
      await now().attempt(async () => {
        threadId ??= (await client.call('thread.open', { roomId, messageId: message.id })).room.id;
      });
      if (!threadId) return;
      const { panel, thread } = now().search;
      const state = panel || thread ? {} : { below: true as const };
      void now().navigate({ to: '/rooms/$roomId', params: { roomId }, search: { thread: threadId }, state });
    };

    return {
      react: (message, emoji, on) =>
        void now().attempt(() => client.call('message.react', { ...place(message), emoji, on })),
      reply: (message) => {
        const { editing } = now();
        editing.end();
        editing.setReplyTo(message.id);
        editing.want();
      },
      edit: (message) => now().editing.start(message),
      openThread: (message) => void openThread(message),
      copyText: (message) => void copy(textOf(message), now().t('copied.text')),
      copyLink: (message) =>
        void copy(location.origin + addressOf(message.id, now().access.room), now().t('copied.link')),
      forward: (messages) => now().overlay.show({ kind: 'forward', messages }),
      setPinned: (message, on) => void now().attempt(() => client.call('message.pin', { ...place(message), on })),
      setSaved: async (message, on) => {
        const done = await now().attempt(() => client.call('message.save', { ...place(message), on }));
        if (done && on) now().toast(now().t('saved.done'));
      },
      recall: (message) => now().overlay.show({ kind: 'recall', message }),
      showHistory: (message) => now().overlay.show({ kind: 'history', message }),
      showReactions: (message) => now().overlay.show({ kind: 'reactions', message }),
      showMenu: (message, at) => now().overlay.show({ kind: 'menu', message, place: at }),
      select: (message) => now().selection.toggle(message),
      jumpTo: (messageId) => now().timeline.current?.jumpTo(messageId),
      jumpToDate: (at) => now().timeline.current?.jumpToDate(at),
      write: () => now().editing.want(),
    } satisfies MessageActions;
  }, [client]);
}

/** A message as text to take elsewhere. */
export function textOf(message: Message): string {
  if (message.forwarded.length === 0) return message.text;
  return message.forwarded.map((each) => `${each.authorName}: ${each.text}`).join('\n');
}
