import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export type Tone = 'info' | 'success' | 'warning' | 'danger';

const looks: Record<Tone, { icon: typeof Info; className: string }> = {
  info: { icon: Info, className: 'bg-accent-soft text-accent-ink' },
  success: { icon: CircleCheck, className: 'bg-success-soft text-success' },
  warning: { icon: TriangleAlert, className: 'bg-warning-soft text-warning' },
  danger: { icon: CircleAlert, className: 'bg-danger-soft text-danger' },
};

/** A sentence that the reader should not miss, and what to do about it. Danger is read out at once. */
export function Banner({
  tone = 'info',
  action,
  flush,
  children,
}: {
  tone?: Tone;
  action?: ReactNode;
  /** From edge to edge, without round corners. */
  flush?: boolean;
  children: ReactNode;
}) {
  const { icon: Icon, className } = looks[tone];
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'status'}
      className={cx('flex items-center gap-2.5 px-3 py-2 text-sm', !flush && 'rounded-[10px]', className)}
    >
      <div className="flex min-w-0 flex-1 items-start gap-2.5">
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
        <div className="min-w-0 flex-1 break-words">{children}</div>
      </div>
      {action}
    </div>
  );
}
