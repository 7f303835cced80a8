import { cx, Time } from '../../../ui/index.ts';
import type { Item } from './items.ts';
import type { List } from './use-list.ts';

/** Which day is at the top, while one scrolls through others. */
export function FloatingDay({ items, list }: { items: readonly Item[]; list: List }) {
  const { range, isScrolling } = list;
  const at = range ? timeOf(items, range.startIndex) : null;
  const isShown = isScrolling && at !== null;
  return (
    <div
      aria-hidden
      className={cx(
        'pointer-events-none absolute inset-x-0 top-2 flex justify-center transition-opacity duration-300',
        isShown ? 'opacity-100' : 'opacity-0 delay-500',
      )}
    >
      {at !== null && (
        <span className="h-6 rounded-full border border-line bg-surface px-3 text-xs leading-[22px] text-muted">
          <Time at={at} as="day" />
        </span>
      )}
    </div>
  );
}

/** When the first message from a row on was sent; null where a day begins there anyway. */
function timeOf(items: readonly Item[], from: number): number | null {
  const item = items[from];
  if (!item || item.kind === 'day' || item.kind === 'beginning') return null;
  if (item.kind === 'unread') return timeOf(items, from + 1);
  return item.kind === 'outgoing' ? item.outgoing.createdAt : item.message.createdAt;
}
