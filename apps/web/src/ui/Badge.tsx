import { cx } from './cx.ts';

/** How many are waiting. Above 99 it says 99+. Nothing at 0. Say the number in words nearby for screen readers. */
export function Badge({ count, tone = 'accent' }: { count: number; tone?: 'accent' | 'muted' | 'danger' }) {
  if (count <= 0) return null;
  return (
    <span
      className={cx(
        'inline-grid h-5 min-w-5 shrink-0 place-items-center rounded-full px-1.5 text-xs font-semibold tabular-nums',
        tone === 'accent' && 'bg-accent text-on-accent',
        tone === 'danger' && 'bg-danger text-on-danger',
        tone === 'muted' && 'bg-hover text-muted',
      )}
    >
      {count > 99 ? '99+' : count}
    </span>
  );
}

/** A short word beside a name: a role, a state. */
export function Tag({
  tone = 'muted',
  children,
}: {
  tone?: 'muted' | 'accent' | 'warning' | 'danger' | 'success';
  children: string;
}) {
  const tones = {
    muted: 'bg-hover text-muted',
    accent: 'bg-accent-soft text-accent-ink',
    warning: 'bg-warning-soft text-warning',
    danger: 'bg-danger-soft text-danger',
    success: 'bg-success-soft text-success',
  };
  return (
    <span className={cx('inline-block shrink-0 rounded-md px-1.5 py-0.5 text-xs font-medium', tones[tone])}>
      {children}
    </span>
  );
}
