import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import { FieldFrame, type FieldTexts } from './FieldFrame.tsx';

export interface SelectProps<Value extends string> extends FieldTexts {
  value: Value;
  options: readonly { value: Value; label: string }[];
  onValue: (value: Value) => void;
  disabled?: boolean;
}

/** One of a few values, picked from a list. */
export function Select<Value extends string>({
  value,
  options,
  onValue,
  disabled = false,
  ...texts
}: SelectProps<Value>) {
  return (
    <FieldFrame {...texts}>
      {(ids) => (
        <Base.Root
          items={options}
          value={value}
          disabled={disabled}
          onValueChange={(next) => next !== null && onValue(next)}
        >
          <Base.Trigger
            {...ids}
            className="control flex min-h-11 w-full items-center justify-between gap-2 px-3 text-start disabled:opacity-55 md:min-h-10"
          >
            <Base.Value className="truncate" />
            <Base.Icon>
              <ChevronDown aria-hidden className="size-4 text-muted" />
            </Base.Icon>
          </Base.Trigger>
          <Base.Portal>
            <Base.Positioner alignItemWithTrigger={false} sideOffset={4} className="z-50">
              <Base.Popup className="pop max-h-[min(20rem,var(--available-height))] min-w-[var(--anchor-width)] overflow-y-auto rounded-xl border border-line bg-surface p-1 shadow-pop outline-none">
                {options.map((option) => (
                  <Base.Item
                    key={option.value}
                    value={option.value}
                    className="flex min-h-11 cursor-pointer items-center gap-2 rounded-lg px-2 outline-none data-highlighted:bg-hover md:min-h-9"
                  >
                    <span className="size-4 shrink-0">
                      <Base.ItemIndicator>
                        <Check aria-hidden className="size-4 text-accent-ink" />
                      </Base.ItemIndicator>
                    </span>
                    <Base.ItemText>{option.label}</Base.ItemText>
                  </Base.Item>
                ))}
              </Base.Popup>
            </Base.Positioner>
          </Base.Portal>
        </Base.Root>
      )}
    </FieldFrame>
  );
}
