import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type Ref, useEffect, useEffectEvent, useImperativeHandle, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RoomRow, rowHeight } from './RoomRow.tsx';

export interface RoomRowsHandle {
  /** Moves the focus to the first room. */
  focusFirst(): void;
}

/** The rooms as links, of which only those in sight are drawn. Arrow keys, Home and End go through all of them. */
export function RoomRows({
  ref,
  roomIds,
  openId,
  onLeaveTop,
}: {
  ref: Ref<RoomRowsHandle>;
  roomIds: readonly string[];
  openId: string | undefined;
  /** The reader went up from the first room. */
  onLeaveTop: () => void;
}) {
  const { t } = useTranslation('rooms');
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [focused, setFocused] = useState<string>();
  const wantsFocus = useRef(false);
  const stopId = [focused, openId].find((id) => id !== undefined && roomIds.includes(id)) ?? roomIds[0];
  const stopIndex = stopId === undefined ? -1 : roomIds.indexOf(stopId);

  const virtualizer = useVirtualizer({
    count: roomIds.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => roomIds[index] ?? index,
    overscan: 6,
    // The row that Tab reaches is drawn wherever it is: otherwise Tab would miss the list, and focus would be lost.
    rangeExtractor: (range) => {
      const drawn = defaultRangeExtractor(range);
      if (stopIndex < 0 || drawn.includes(stopIndex)) return drawn;
      return [...drawn, stopIndex].sort((a, b) => a - b);
    },
  });

  useEffect(() => {
    if (!wantsFocus.current || focused === undefined) return;
    wantsFocus.current = false;
    list.current?.querySelector<HTMLElement>(`[data-room-id="${focused}"]`)?.focus({ preventScroll: true });
  }, [focused]);

  const openIndex = openId === undefined ? -1 : roomIds.indexOf(openId);
  const known = openIndex >= 0;
  const reveal = useEffectEvent(() => virtualizer.scrollToIndex(openIndex, { align: 'auto' }));
  // Only when another room is opened: the list must not move by itself while rooms change places.
  useEffect(() => {
    if (openId !== undefined && known) reveal();
  }, [openId, known]);

  const moveTo = (index: number) => {
    const id = roomIds[index];
    if (id === undefined) return;
    virtualizer.scrollToIndex(index, { align: 'auto' });
    wantsFocus.current = true;
    if (id === focused) list.current?.querySelector<HTMLElement>(`[data-room-id="${id}"]`)?.focus();
    else setFocused(id);
  };
  useImperativeHandle(ref, () => ({ focusFirst: () => moveTo(0) }));

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const target = { ArrowDown: stopIndex + 1, ArrowUp: stopIndex - 1, Home: 0, End: roomIds.length - 1 }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    if (target < 0) onLeaveTop();
    else moveTo(Math.min(target, roomIds.length - 1));
  };

  return (
    // The keys are those of the links within.
    <div
      ref={scroller}
      role="presentation"
      onKeyDown={onKeyDown}
      onFocus={(event) => setFocused(roomIdAt(event.target))}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-2"
    >
      <ul ref={list} aria-label={t('list.label')} className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const roomId = roomIds[index];
          return (
            roomId !== undefined && (
              <li
                key={key}
                aria-setsize={roomIds.length}
                aria-posinset={index + 1}
                className="absolute inset-x-0 top-0"
                style={{ translate: `0 ${start}px`, height: rowHeight }}
              >
                <RoomRow
                  roomId={roomId}
                  open={roomId === openId}
                  tabStop={roomId === stopId}
                  fromList={openId === undefined}
                />
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}

/** The room in whose row an element lies. */
export function roomIdAt(element: EventTarget): string | undefined {
  const row = element instanceof Element ? element.closest<HTMLElement>('[data-room-id]') : null;
  return row?.dataset['roomId'];
}
