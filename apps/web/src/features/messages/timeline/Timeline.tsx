import type { Message } from '@hongyan/protocol';
import type { Outgoing } from '@hongyan/sdk';
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, useMyId, useStore } from '../../../app/client.tsx';
import { cx, Spinner } from '../../../ui/index.ts';
import { useConversation } from '../conversation/conversation.ts';
import { Arrivals } from './Arrivals.tsx';
import { Edge } from './Edge.tsx';
import { FloatingDay } from './FloatingDay.tsx';
import './timeline.css';
import { itemsOf } from './items.ts';
import { JumpButtons } from './JumpButtons.tsx';
import { Row } from './Row.tsx';
import { TimelineSkeleton } from './TimelineSkeleton.tsx';
import { useFlash } from './use-flash.ts';
import { useList } from './use-list.ts';
import { useLoading } from './use-loading.ts';
import { useReading } from './use-reading.ts';
import { useRowFocus } from './use-row-focus.ts';
import { useTarget } from './use-target.ts';

export interface TimelineHandle {
  jumpTo(messageId: string): void;
  jumpToDate(at: number): void;
  toEnd(): void;
}

/**
 * A room's messages in a column that scrolls. It draws what is in sight, loads what comes near, stays at the end when it
 * is there, and keeps what is read in its place whatever comes above or below.
 */
export function Timeline({
  ref,
  messageId,
  onArrived,
  beginning,
  chosen,
  onEditOutgoing,
}: {
  ref: Ref<TimelineHandle>;
  /** A message to go to. */
  messageId: string | undefined;
  /** Called once that message was gone to, or was found to be missing. */
  onArrived: () => void;
  beginning: ReactNode;
  chosen: ReadonlyMap<string, Message> | null;
  onEditOutgoing: (outgoing: Outgoing) => void;
}) {
  const { t } = useTranslation(['messages', 'common']);
  const { access } = useConversation();
  const roomId = access.room.id;
  const client = useClient();
  const myId = useMyId();
  const timeline = useStore(`timeline:${roomId}`, (store) => store.timeline(roomId));
  const scroller = useRef<HTMLDivElement>(null);
  const [flash, setFlash] = useFlash();
  const reading = useReading(roomId, messageId !== undefined);
  const { unreadAfter } = reading;
  const items = useMemo(() => itemsOf({ timeline, myId, unreadAfter }), [timeline, myId, unreadAfter]);
  const list = useList({ items, timeline, scroller, onEnd: reading.setAtEnd });
  const target = useTarget({ roomId, messageId, onArrived, items, list, scroller, unreadAfter, setFlash });
  const { hidden } = target;
  useLoading({ roomId, timeline, list, rows: items.length, paused: target.isMoving || hidden });
  useEffect(() => {
    if (hidden || target.isMoving) return;
    if (reading.leads) {
      reading.endLead();
      void (unreadAfter === null ? target.toEnd() : target.toLine());
    } else if (list.range) reading.onSight(items, list.range);
  });
  const focus = useRowFocus({ items, list });

  useImperativeHandle(ref, () => ({
    jumpTo: (id) => void target.jumpTo({ id }),
    jumpToDate: (at) => void target.jumpTo({ at }),
    toEnd: () => void target.toEnd(),
  }));

  return (
    <div className="relative flex min-h-0 flex-1 flex-col bg-canvas">
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- it hears the keys of the rows inside */}
      <div
        ref={scroller}
        onScroll={list.onScroll}
        onKeyDown={focus.onKeyDown}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain [overflow-anchor:none]"
      >
        <div
          ref={list.containerRef}
          className={cx('@container/column relative mx-auto max-w-4xl', hidden && 'invisible')}
        >
          <div
            role="feed"
            aria-label={t('timeline.label')}
            aria-busy={timeline.loading !== null}
            className="absolute inset-0"
          >
            {list.rows.map(({ index, key, ref: measure }) => (
              <div
                key={key}
                ref={measure}
                role="article"
                aria-posinset={index + 1}
                aria-setsize={items.length}
                data-index={index}
                data-key={key}
                {...focus.rowProps(key)}
                className="absolute inset-x-0 -outline-offset-2"
              >
                <Row
                  item={items[index]!}
                  beginning={beginning}
                  highlighted={flash === key}
                  selected={chosen && chosen.has(key)}
                  onEditOutgoing={onEditOutgoing}
                />
              </div>
            ))}
          </div>
          {timeline.hasOlder && (
            <Edge at="top" timeline={timeline} onRetry={() => void client.history.loadOlder(roomId)} />
          )}
          {timeline.hasNewer && (
            <Edge at="bottom" timeline={timeline} onRetry={() => void client.history.loadNewer(roomId)} />
          )}
        </div>
      </div>
      {hidden ? (
        <TimelineSkeleton timeline={timeline} onRetry={target.open} />
      ) : (
        <FloatingDay items={items} list={list} />
      )}
      {timeline.loading === 'first' && !hidden && (
        <span className="appear-late absolute inset-x-0 top-2 mx-auto grid size-10 place-items-center rounded-full border border-line bg-surface text-muted">
          <Spinner label={t('common:loading')} />
        </span>
      )}
      <JumpButtons
        unread={reading.unread}
        isAway={reading.isAway}
        line={reading.isLineSeen ? null : unreadAfter}
        onEnd={() => void target.toEnd()}
        onLine={() => void target.toLine()}
      />
      <Arrivals roomId={roomId} />
    </div>
  );
}
