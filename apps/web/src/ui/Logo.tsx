import { cx } from './cx.ts';

/** The wild goose, on the accent. */
export function Logo({ className }: { className?: string }) {
  return <img src="/icon.svg" alt="" draggable={false} className={cx('size-9 select-none', className)} />;
}
