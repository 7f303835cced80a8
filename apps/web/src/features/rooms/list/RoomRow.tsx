import type { RoomSummary } from '@hongyan/sdk';
import { Link } from '@tanstack/react-router';
import { Archive, BellOff, MessagesSquare, Pin } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../../app/client.tsx';
import { Badge, cx, Time } from '../../../ui/index.ts';
import { RoomAvatar, RoomTitle } from '../../directory/index.ts';
import { RoomPreview } from './RoomPreview.tsx';
import { isUnread } from './visible-rooms.ts';

/** The height of a row in pixels, the same for all, so that none needs to be measured. */
export const rowHeight = 68;

export interface RoomRowProps {
  roomId: string;
  open: boolean;
  /** Whether the Tab key reaches this row; arrow keys reach the others. */
  tabStop: boolean;
  /** Whether the list is all that is open, so that going back leads to it. */
  fromList: boolean;
}

/** One room of the list. It follows its own room alone, so that news in one draws one row. */
export const RoomRow = memo(function RoomRow({ roomId, open, tabStop, fromList }: RoomRowProps) {
  const summary = useStore(`room:${roomId}`, (store) => store.room(roomId));
  if (!summary) return null;
  const unread = isUnread(summary);
  const { room, subscription } = summary;
  return (
    <Link
      to="/rooms/$roomId"
      params={{ roomId }}
      state={fromList ? { below: true } : {}}
      data-room-id={roomId}
      tabIndex={tabStop ? 0 : -1}
      aria-current={open ? 'page' : undefined}
      draggable={false}
      className={cx(
        'mx-2 flex h-full items-center gap-3 rounded-xl px-2.5 -outline-offset-2 transition-colors select-none [-webkit-touch-callout:none]',
        open ? 'bg-selected' : 'hover:bg-hover active:bg-hover',
      )}
    >
      <RoomAvatar roomId={roomId} presence />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          <RoomTitle roomId={roomId} className={cx('truncate', unread ? 'font-semibold' : 'font-medium')} />
          {room.archivedAt !== null && <Mark icon={<Archive />} say="archivedMark" />}
          {subscription?.muted && <Mark icon={<BellOff />} say="muted" />}
          <LastTime summary={summary} />
        </div>
        <div className="mt-0.5 flex h-5 items-center gap-2 text-sm text-muted">
          <RoomPreview summary={summary} open={open} />
          <UnreadMarks summary={summary} />
        </div>
      </div>
    </Link>
  );
});

function LastTime({ summary }: { summary: RoomSummary }) {
  const at = summary.outgoing?.createdAt ?? summary.lastMessage?.createdAt ?? summary.room.lastAt;
  return <Time at={at} className="ms-auto shrink-0 text-xs text-muted tabular-nums" />;
}

function Mark({ icon, say }: { icon: ReactNode; say: 'muted' | 'pinned' | 'archivedMark' }) {
  const { t } = useTranslation('rooms');
  return (
    <span
      role="img"
      aria-label={t(`list.${say}`)}
      title={t(`list.${say}`)}
      className="shrink-0 self-center text-muted [&_svg]:size-3.5"
    >
      {icon}
    </span>
  );
}

function UnreadMarks({ summary }: { summary: RoomSummary }) {
  const { t } = useTranslation('rooms');
  const { unread, unreadMentions, threadUnread, subscription } = summary;
  const tone = subscription?.muted ? 'muted' : 'accent';
  const marked = unread === 0 && (subscription?.markedUnread ?? false);
  const quiet = unread === 0 && threadUnread === 0 && !marked;
  const answers = t('list.answerCount', { count: threadUnread });
  return (
    <>
      {unreadMentions > 0 && (
        <span
          role="img"
          aria-label={t('list.mentionCount', { count: unreadMentions })}
          title={t('list.mentionCount', { count: unreadMentions })}
          className="grid size-5 shrink-0 place-items-center rounded-full bg-danger text-xs font-semibold text-on-danger"
        >
          @
        </span>
      )}
      {threadUnread > 0 && (
        <span
          role="img"
          aria-label={answers}
          title={answers}
          className={cx(
            'inline-flex h-5 shrink-0 items-center gap-1 rounded-full px-1.5 text-xs font-semibold tabular-nums',
            subscription?.muted ? 'bg-hover text-muted' : 'bg-accent-soft text-accent-ink',
          )}
        >
          <MessagesSquare aria-hidden className="size-3.5" />
          {threadUnread > 99 ? '99+' : threadUnread}
        </span>
      )}
      {unread > 0 && (
        <>
          <span aria-hidden className="grid">
            <Badge count={unread} tone={tone} />
          </span>
          <span className="sr-only">{t('list.unreadCount', { count: unread })}</span>
        </>
      )}
      {marked && (
        <span
          role="img"
          aria-label={t('list.markedUnread')}
          title={t('list.markedUnread')}
          className={cx('size-3 shrink-0 rounded-full', subscription?.muted ? 'bg-line-strong' : 'bg-accent')}
        />
      )}
      {quiet && subscription?.pinned && <Mark icon={<Pin />} say="pinned" />}
    </>
  );
}
