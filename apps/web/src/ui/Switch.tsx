import { Switch as Base } from '@base-ui/react/switch';
import { type ReactNode, useId } from 'react';

export interface SwitchProps {
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean;
  onChecked: (checked: boolean) => void;
  disabled?: boolean;
}

/** On or off, taking effect at once. The whole row can be pressed. */
export function Switch({ label, hint, checked, onChecked, disabled = false }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex min-h-11 items-center gap-4">
      <label htmlFor={id} className="flex-1 cursor-pointer py-1">
        <span className="block">{label}</span>
        {hint && <span className="block text-sm text-muted">{hint}</span>}
      </label>
      <Base.Root
        id={id}
        checked={checked}
        onCheckedChange={onChecked}
        disabled={disabled}
        className="flex h-6 w-10 shrink-0 items-center rounded-full bg-line-strong transition-colors data-checked:bg-accent data-disabled:opacity-50"
      >
        <Base.Thumb className="block size-5 translate-x-0.5 rounded-full bg-surface shadow transition-transform data-checked:translate-x-[18px] rtl:-translate-x-0.5 rtl:data-checked:-translate-x-[18px]" />
      </Base.Root>
    </div>
  );
}
