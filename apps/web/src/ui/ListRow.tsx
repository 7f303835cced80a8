import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export interface ListRowProps {
  start?: ReactNode;
  title: ReactNode;
  /** Beside the title: a time, a tag. */
  meta?: ReactNode;
  subtitle?: ReactNode;
  /** Beside the subtitle or, without one, at the end: a badge, buttons. */
  end?: ReactNode;
  selected?: boolean;
  className?: string;
}

/** The inside of a row: picture, name, line beneath. Put it in a link, a button or a plain item. */
export function ListRow({ start, title, meta, subtitle, end, selected, className }: ListRowProps) {
  return (
    <div
      className={cx(
        'flex min-h-14 w-full items-center gap-3 rounded-xl px-3 py-2 text-start transition-colors',
        selected ? 'bg-selected' : 'hover:bg-hover',
        className,
      )}
    >
      {start}
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          <div className="min-w-0 flex-1 truncate font-medium">{title}</div>
          {meta && <div className="shrink-0 text-xs text-muted">{meta}</div>}
        </div>
        {subtitle !== undefined && (
          <div className="flex items-center gap-2">
            <div className="min-w-0 flex-1 truncate text-sm text-muted">{subtitle}</div>
            {end}
          </div>
        )}
      </div>
      {subtitle === undefined && end}
    </div>
  );
}
