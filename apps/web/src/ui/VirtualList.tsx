import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useRef } from 'react';
import { cx } from './cx.ts';

export interface VirtualListProps<Item> {
  label: string;
  items: readonly Item[];
  keyOf: (item: Item) => string;
  row: (item: Item, index: number) => ReactNode;
  /** Expected height of a row in pixels; the real one is measured. */
  rowHeight: number;
  /** Called when the last rows come into sight. */
  onEnd?: () => void;
  className?: string;
}

/** A list of any length that draws only what is in sight. It scrolls by itself and fills its parent. */
export function VirtualList<Item>({ label, items, keyOf, row, rowHeight, onEnd, className }: VirtualListProps<Item>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => keyOf(items[index] as Item),
    overscan: 8,
    onChange: (instance) => {
      const last = instance.getVirtualItems().at(-1);
      if (last && last.index >= items.length - 3) onEnd?.();
    },
  });
  return (
    <div ref={scroller} className={cx('min-h-0 flex-1 overflow-y-auto overscroll-contain', className)}>
      <ul aria-label={label} className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((virtual) => {
          const item = items[virtual.index];
          return (
            item !== undefined && (
              <li
                key={virtual.key}
                ref={virtualizer.measureElement}
                data-index={virtual.index}
                aria-setsize={items.length}
                aria-posinset={virtual.index + 1}
                className="absolute inset-x-0 top-0"
                style={{ translate: `0 ${virtual.start}px` }}
              >
                {row(item, virtual.index)}
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}
