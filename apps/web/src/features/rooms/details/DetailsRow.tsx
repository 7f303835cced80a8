import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '../../../ui/index.ts';

/** A deed, or a way to a part of the details. */
export function DetailsRow({
  label,
  icon,
  count,
  leads,
  danger,
  onClick,
}: {
  label: string;
  icon: ReactNode;
  /** How many there are behind it; nothing at 0. */
  count?: number;
  /** Whether it leads to another view. */
  leads?: boolean;
  danger?: boolean;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      onClick={onClick}
      className={cx(
        'flex min-h-11 w-full items-center gap-3 rounded-lg px-2 text-start transition-colors hover:bg-hover',
        danger && 'text-danger',
      )}
    >
      <span aria-hidden className={cx('[&_svg]:size-[18px]', !danger && 'text-muted')}>
        {icon}
      </span>
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {count ? <span className="text-sm text-muted tabular-nums">{count}</span> : null}
      {leads && <ChevronRight aria-hidden className="size-4 text-muted rtl:-scale-x-100" />}
    </button>
  );
}

/** Rows that belong together, apart from those before. */
export function DetailsRows({ children }: { children: ReactNode }) {
  return <div className="border-t border-line px-2 py-2 empty:hidden">{children}</div>;
}
