import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';
import { Spinner } from './Spinner.tsx';

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';
export type ButtonSize = 'small' | 'medium';

const variants: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover',
  secondary: 'bg-surface text-ink border border-line hover:bg-hover',
  ghost: 'text-accent-ink hover:bg-hover',
  danger: 'bg-danger text-on-danger hover:bg-danger-hover',
};

const sizes: Record<ButtonSize, string> = {
  small: 'min-h-11 md:min-h-8 px-3 text-sm',
  medium: 'min-h-11 md:min-h-10 px-4',
};

/** The look of a button, for links that stand as buttons. */
export function buttonClass(variant: ButtonVariant = 'primary', size: ButtonSize = 'medium'): string {
  return cx(
    'relative inline-flex items-center justify-center gap-2 rounded-[10px] font-medium whitespace-nowrap select-none transition-colors disabled:opacity-55',
    variants[variant],
    sizes[size],
  );
}

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  /** Work is under way: the button waits and cannot be pressed again. */
  busy?: boolean;
}

/** A push button. `type` is `button` unless said otherwise. */
export function Button({ variant, size, icon, busy, disabled, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={cx(buttonClass(variant, size), className)}
    >
      {busy && <Spinner className="absolute" />}
      <span className={cx('inline-flex items-center gap-2', busy && 'invisible')}>
        {icon}
        {children}
      </span>
    </button>
  );
}
