import type { Timeline } from '@hongyan/sdk';
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import { guessHeight, type Item } from './items.ts';

/** Nearer to the end than this, in pixels, one is at the end. */
const nearEnd = 48;
/** By these the reader scrolls, and for so long afterwards, in milliseconds, what moves is taken for their doing. */
export const readerMoves = ['wheel', 'touchmove', 'pointerdown', 'keydown'];
const readerMs = 500;
/** Room for the sign that more is being loaded, in pixels. */
export const edgeHeight = 56;

type Rows = Virtualizer<HTMLDivElement, HTMLDivElement>;

/**
 * The height with its fraction: rounded, rows would drift against each other. Of a row in a pane that is hidden, the
 * height it had.
 */
function exactHeight(element: HTMLDivElement, entry: ResizeObserverEntry | undefined, rows: Rows): number {
  const height = entry?.borderBoxSize[0]?.blockSize ?? element.getBoundingClientRect().height;
  if (height > 0 || element.offsetParent !== null) return height;
  const index = rows.indexFromElement(element);
  return rows.itemSizeCache.get(rows.options.getItemKey(index)) ?? rows.options.estimateSize(index);
}

export type List = ReturnType<typeof useList>;

/**
 * Which rows are drawn and where. The row at the top of the window keeps its place when rows come or go above it; at
 * the end of the room, the end does. `onEnd` hears when one comes to the end or leaves it.
 */
export function useList({
  items,
  timeline,
  scroller,
  onEnd,
}: {
  items: readonly Item[];
  timeline: Timeline;
  scroller: RefObject<HTMLDivElement | null>;
  onEnd: (atEnd: boolean) => void;
}) {
  const { hasOlder, hasNewer } = timeline;
  const sticks = useRef(true);
  const movedAt = useRef(0);
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => guessHeight(items[index]!),
    getItemKey: useCallback((index: number) => items[index]!.key, [items]),
    measureElement: exactHeight,
    overscan: 8,
    anchorTo: 'end',
    scrollEndThreshold: nearEnd,
    paddingStart: hasOlder ? edgeHeight : 8,
    paddingEnd: hasNewer ? edgeHeight : 14,
    scrollPaddingStart: edgeHeight,
    directDomUpdates: true,
    directDomUpdatesMode: 'position',
  });

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (!element || element.clientHeight === 0) return;
    const distance = element.scrollHeight - element.clientHeight - element.scrollTop;
    const atEnd = !hasNewer && distance <= nearEnd;
    // What comes and goes around the messages may push them off the end; only the reader leaves it.
    if (atEnd && sticks.current && distance > 1 && performance.now() - movedAt.current > readerMs) {
      virtualizer.scrollToEnd();
    }
    sticks.current = atEnd;
    onEnd(atEnd);
  }, [scroller, virtualizer, hasNewer, onEnd]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const note = () => {
      movedAt.current = performance.now();
    };
    for (const event of readerMoves) element.addEventListener(event, note, { passive: true });
    return () => {
      for (const event of readerMoves) element.removeEventListener(event, note);
    };
  }, [scroller]);

  useLayoutEffect(() => {
    if (sticks.current && !hasNewer) virtualizer.scrollToEnd();
    // Every new row may have moved the end.
  }, [virtualizer, items, hasNewer]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let { clientHeight: height, clientWidth: width } = element;
    const observer = new ResizeObserver(() => {
      const before = { height, width };
      height = element.clientHeight;
      width = element.clientWidth;
      if (height === 0 || before.height === 0) return;
      // Lines break elsewhere in another width, so what was measured is void.
      if (width !== before.width) remeasure(virtualizer);
      // A keyboard or a growing composer pushes the messages up instead of covering them.
      if (sticks.current) virtualizer.scrollToEnd();
      else if (width === before.width) element.scrollTop += before.height - height;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, virtualizer]);

  return {
    rows: virtualizer.getVirtualItems().map(({ index, key }) => ({
      index,
      key: String(key),
      ref: virtualizer.measureElement,
    })),
    /** The rows in sight; null while there are none. */
    range: virtualizer.range,
    isScrolling: virtualizer.isScrolling,
    containerRef: virtualizer.containerRef,
    onScroll,
    /** Whether the end is kept in sight as it moves. */
    setSticks: useCallback((next: boolean) => {
      sticks.current = next;
    }, []),
    scrollToIndex: virtualizer.scrollToIndex,
    scrollToEnd: virtualizer.scrollToEnd,
  };
}

/** Forgets all heights and keeps the row at the top of the window there. */
function remeasure(rows: Rows): void {
  const top = rows.range?.startIndex ?? 0;
  rows.measure();
  rows.scrollToIndex(top, { align: 'start' });
}
