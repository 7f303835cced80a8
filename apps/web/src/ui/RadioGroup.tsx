import { Radio } from '@base-ui/react/radio';
import { RadioGroup as Base } from '@base-ui/react/radio-group';
import { type ReactNode, useId } from 'react';

export interface RadioGroupProps<Value extends string> {
  label: string;
  /** Screen readers hear the label, nobody sees it. */
  hideLabel?: boolean;
  value: Value;
  options: readonly { value: Value; label: ReactNode; hint?: ReactNode }[];
  onValue: (value: Value) => void;
  disabled?: boolean;
}

/** One of a few values, all in sight. */
export function RadioGroup<Value extends string>({
  label,
  hideLabel,
  value,
  options,
  onValue,
  disabled = false,
}: RadioGroupProps<Value>) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <div id={id} className={hideLabel ? 'sr-only' : 'text-sm font-medium'}>
        {label}
      </div>
      <Base
        aria-labelledby={id}
        value={value}
        disabled={disabled}
        onValueChange={(next) => onValue(next)}
        className="flex flex-col"
      >
        {options.map((option) => (
          // The control is Radio.Root.
          <label key={option.value} className="flex min-h-11 cursor-pointer items-center gap-3 py-1 md:min-h-9">
            <Radio.Root
              value={option.value}
              className="grid size-5 shrink-0 place-items-center rounded-full border border-line-strong bg-surface data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50"
            >
              <Radio.Indicator className="size-2 rounded-full bg-on-accent" />
            </Radio.Root>
            <span>
              <span className="block">{option.label}</span>
              {option.hint && <span className="block text-sm text-muted">{option.hint}</span>}
            </span>
          </label>
        ))}
      </Base>
    </div>
  );
}
