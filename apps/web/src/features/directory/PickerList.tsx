import { Check } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from 'react';
import { cx } from '../../ui/index.ts';

/** One thing that a picker offers. */
export interface PickerOption {
  key: string;
  picked: boolean;
  disabled?: boolean;
  content: ReactNode;
}

/** What a field over the list must carry, so that the arrows move in it and Enter picks (ARIA combobox pattern). */
export interface PickerFieldProps {
  role: 'combobox';
  'aria-expanded': true;
  'aria-controls': string;
  'aria-activedescendant': string | undefined;
  'aria-autocomplete': 'list';
  onKeyDown: (event: KeyboardEvent) => void;
}

/** The keyboard's way through a list of options that stands under a field. */
export function usePickerList(options: readonly PickerOption[], onPick: (key: string) => void) {
  const listId = useId();
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const enabled = options.filter((option) => !option.disabled);
  const active = enabled.find((option) => option.key === activeKey) ?? enabled[0];

  const move = (steps: number) => {
    const at = active ? enabled.indexOf(active) : 0;
    const next = enabled[(at + steps + enabled.length) % enabled.length];
    if (next) setActiveKey(next.key);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter' && active) onPick(active.key);
    else return;
    event.preventDefault();
  };
  const field: PickerFieldProps = {
    role: 'combobox',
    'aria-expanded': true,
    'aria-controls': listId,
    'aria-activedescendant': active ? optionId(listId, active.key) : undefined,
    'aria-autocomplete': 'list',
    onKeyDown,
  };
  return { field, list: { listId, options, activeKey: active?.key ?? null, onPick } };
}

const optionId = (listId: string, key: string) => `${listId}-${key}`;

/** The options themselves, of which several can be picked. */
export function PickerList({
  label,
  listId,
  options,
  activeKey,
  onPick,
}: {
  label: string;
  listId: string;
  options: readonly PickerOption[];
  activeKey: string | null;
  onPick: (key: string) => void;
}) {
  useEffect(() => {
    if (activeKey) document.getElementById(optionId(listId, activeKey))?.scrollIntoView({ block: 'nearest' });
  }, [listId, activeKey]);
  return (
    <div id={listId} role="listbox" aria-label={label} aria-multiselectable>
      {options.map((option) => (
        // oxlint-disable-next-line jsx-a11y/interactive-supports-focus, jsx-a11y/click-events-have-key-events -- the field keeps the focus and names the active option, the field takes the keys
        <div
          key={option.key}
          id={optionId(listId, option.key)}
          role="option"
          aria-selected={option.picked}
          aria-disabled={option.disabled || undefined}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => !option.disabled && onPick(option.key)}
          className={cx(
            'flex min-h-12 items-center gap-3 rounded-xl px-2 py-1.5 select-none',
            option.disabled ? 'opacity-50' : 'cursor-pointer hover:bg-hover',
            option.key === activeKey && 'bg-hover',
          )}
        >
          {option.content}
          {option.picked && <Check aria-hidden className="size-5 shrink-0 text-accent-ink" />}
        </div>
      ))}
    </div>
  );
}
