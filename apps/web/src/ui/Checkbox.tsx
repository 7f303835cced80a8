import { Checkbox as Base } from '@base-ui/react/checkbox';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export interface CheckboxProps {
  label: ReactNode;
  checked: boolean;
  onChecked: (checked: boolean) => void;
  disabled?: boolean;
  className?: string;
}

/** One of several things that may be chosen. The whole row can be pressed. */
export function Checkbox({ label, checked, onChecked, disabled = false, className }: CheckboxProps) {
  return (
    // The control is Base.Root.
    <label className={cx('flex min-h-11 cursor-pointer items-center gap-3 md:min-h-9', className)}>
      <Base.Root
        checked={checked}
        onCheckedChange={onChecked}
        disabled={disabled}
        className="grid size-5 shrink-0 place-items-center rounded-md border border-line-strong bg-surface transition-colors data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50"
      >
        <Base.Indicator>
          <Check aria-hidden className="size-4 text-on-accent" strokeWidth={3} />
        </Base.Indicator>
      </Base.Root>
      <span className="min-w-0 flex-1">{label}</span>
    </label>
  );
}
