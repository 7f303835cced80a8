import { ContextMenu as BaseContext } from '@base-ui/react/context-menu';
import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';

export interface MenuAction {
  label: string;
  icon?: ReactNode;
  onSelect: () => void;
  danger?: boolean;
  disabled?: boolean;
  /** For a choice that can be on or off. */
  checked?: boolean;
}

/** An action, a line between groups, or nothing (so that `condition && {…}` reads well). */
export type MenuEntry = MenuAction | 'separator' | false | null | undefined;

const popupClass =
  'pop max-h-[var(--available-height)] min-w-44 max-w-72 overflow-y-auto rounded-xl border border-line bg-surface p-1 shadow-pop outline-none';

function MenuEntries({ items }: { items: readonly MenuEntry[] }) {
  return items.map((item, index) => {
    if (!item) return null;
    // Lines between groups have no other name.
    if (item === 'separator') return <Base.Separator key={`line-${index}`} className="mx-2 my-1 h-px bg-line" />;
    return (
      <Base.Item
        key={item.label}
        disabled={item.disabled ?? false}
        onClick={item.onSelect}
        className={cx(
          'flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-3 outline-none select-none data-disabled:opacity-50 data-highlighted:bg-hover md:min-h-9 [&_svg]:size-[18px] [&_svg]:shrink-0',
          item.danger && 'text-danger',
        )}
      >
        {item.icon}
        <span className="min-w-0 flex-1 truncate">{item.label}</span>
        {item.checked && <Check aria-hidden className="text-accent-ink" />}
      </Base.Item>
    );
  });
}

/** Actions behind a button. `trigger` is the button itself. */
export function Menu({
  trigger,
  items,
  align = 'end',
  side = 'bottom',
  onOpenChange,
}: {
  trigger: ReactElement;
  items: readonly MenuEntry[];
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom' | 'inline-start' | 'inline-end';
  onOpenChange?: (open: boolean) => void;
}) {
  return (
    <Base.Root {...(onOpenChange && { onOpenChange })}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} side={side} sideOffset={4} className="z-50">
          <Base.Popup className={popupClass}>
            <MenuEntries items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** The same actions at the pointer, or after a long press. Offer them by a `Menu` too: not everybody has a pointer. */
export function ContextMenu({
  items,
  className,
  onOpenChange,
  children,
}: {
  items: readonly MenuEntry[];
  className?: string;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
}) {
  return (
    <BaseContext.Root {...(onOpenChange && { onOpenChange })}>
      <BaseContext.Trigger className={className}>{children}</BaseContext.Trigger>
      <BaseContext.Portal>
        <BaseContext.Positioner className="z-50">
          <BaseContext.Popup className={popupClass}>
            <MenuEntries items={items} />
          </BaseContext.Popup>
        </BaseContext.Positioner>
      </BaseContext.Portal>
    </BaseContext.Root>
  );
}

/** A choice that is only a sign, in a row with others: an emoji. */
export interface MenuSign {
  sign: string;
  label: string;
  checked: boolean;
  onSelect: () => void;
}

/**
 * The same actions at a point of the window (in pixels), for places that open one menu for many rows. `signs` stand in
 * a row above them.
 */
export function PointMenu({
  open,
  onClose,
  point,
  items,
  label,
  signs = [],
}: {
  open: boolean;
  onClose: () => void;
  point: { x: number; y: number };
  items: readonly MenuEntry[];
  label: string;
  signs?: readonly MenuSign[];
}) {
  const anchor = { getBoundingClientRect: () => new DOMRect(point.x, point.y, 0, 0) };
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()} modal={false}>
      <Base.Portal>
        <Base.Positioner anchor={anchor} align="start" side="bottom" collisionPadding={8} className="z-50">
          <Base.Popup aria-label={label} className={popupClass}>
            {signs.length > 0 && (
              <Base.Group className="flex justify-between gap-0.5 pb-1">
                {signs.map(({ sign, label: says, checked, onSelect }) => (
                  <Base.CheckboxItem
                    key={sign}
                    aria-label={says}
                    checked={checked}
                    closeOnClick
                    onClick={onSelect}
                    className="grid size-9 cursor-pointer place-items-center rounded-full text-xl outline-none select-none data-checked:bg-accent-soft data-highlighted:bg-hover"
                  >
                    {sign}
                  </Base.CheckboxItem>
                ))}
              </Base.Group>
            )}
            <MenuEntries items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
