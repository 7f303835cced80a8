import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import { Badge } from './Badge.tsx';

export interface TabItem<Value extends string> {
  value: Value;
  label: string;
  /** Shown beside the label when above 0. */
  count?: number;
  content: ReactNode;
}

/** Views of one thing, one at a time. */
export function Tabs<Value extends string>({
  label,
  value,
  items,
  onValue,
}: {
  label: string;
  value: Value;
  items: readonly TabItem<Value>[];
  onValue: (value: Value) => void;
}) {
  return (
    <Base.Root value={value} onValueChange={(next) => onValue(next as Value)} className="flex min-h-0 flex-col">
      <Base.List aria-label={label} className="relative flex shrink-0 gap-1 overflow-x-auto border-b border-line px-2">
        {items.map((item) => (
          <Base.Tab
            key={item.value}
            value={item.value}
            className="flex min-h-11 items-center gap-2 px-3 whitespace-nowrap text-muted hover:text-ink data-active:font-medium data-active:text-accent-ink md:min-h-10"
          >
            {item.label}
            {item.count ? <Badge count={item.count} /> : null}
          </Base.Tab>
        ))}
        <Base.Indicator className="absolute start-0 bottom-0 h-0.5 w-[var(--active-tab-width)] translate-x-[var(--active-tab-left)] rounded-full bg-accent transition-[translate,width]" />
      </Base.List>
      {items.map((item) => (
        <Base.Panel key={item.value} value={item.value} className="min-h-0 flex-1 outline-none">
          {item.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
