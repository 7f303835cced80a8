import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';
import { Tooltip } from './Tooltip.tsx';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label'> {
  /** What it does, for screen readers and as its tooltip. */
  label: string;
  icon: ReactNode;
  /** For a button that stays pressed. */
  pressed?: boolean;
  size?: 'small' | 'medium';
}

/** A button that shows only a sign. 44 px on phones. */
export function IconButton({ label, icon, pressed, size = 'medium', className, ...rest }: IconButtonProps) {
  return (
    <Tooltip label={label}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-pressed={pressed}
        className={cx(
          'inline-grid shrink-0 place-items-center rounded-[10px] transition-colors hover:bg-hover hover:text-ink disabled:opacity-50 disabled:hover:bg-transparent [&_svg]:size-5',
          size === 'small' ? 'size-11 md:size-8 [&_svg]:md:size-[18px]' : 'size-11 md:size-9',
          pressed ? 'bg-accent-soft text-accent-ink' : 'text-muted',
          className,
        )}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
