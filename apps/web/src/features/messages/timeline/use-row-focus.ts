import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import { useConversation } from '../conversation/conversation.ts';
import { useAbilitiesOf } from '../message/use-abilities.ts';
import type { Item } from './items.ts';
import type { List } from './use-list.ts';

/**
 * The keyboard's way through the messages: one of them is reached by Tab, arrows go on from there, Enter or the menu
 * key opens what can be done with it, R answers, E edits, T opens the thread.
 */
export function useRowFocus({ items, list }: { items: readonly Item[]; list: List }) {
  const { actions } = useConversation();
  const abilitiesOf = useAbilitiesOf();
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const moveTo = useRef<string | null>(null);
  const lastKey = items.findLast((item) => item.kind === 'message')?.key;
  const reachable = activeKey !== null && items.some((item) => item.key === activeKey) ? activeKey : lastKey;

  // The row may only be drawn after the list has scrolled to it.
  useEffect(() => {
    if (moveTo.current === null) return;
    const row = document.querySelector<HTMLElement>(`[data-key="${moveTo.current}"]`);
    if (!row) return;
    moveTo.current = null;
    row.focus({ preventScroll: true });
  });

  const move = (from: string, step: 1 | -1) => {
    let index = items.findIndex((item) => item.key === from) + step;
    while (index >= 0 && index < items.length && items[index]!.kind !== 'message') index += step;
    const item = items[index];
    if (!item || item.kind !== 'message') return;
    moveTo.current = item.key;
    setActiveKey(item.key);
    list.scrollToIndex(index, { align: 'auto' });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const row = event.target instanceof HTMLElement ? event.target : null;
    const key = row?.dataset.key;
    const item = key === undefined ? undefined : items.find((each) => each.key === key);
    if (!row || !item || item.kind !== 'message' || event.ctrlKey || event.metaKey || event.altKey) return;
    const { message } = item;
    const may = abilitiesOf(message);
    const menu = () => {
      const { left, top, height } = (row.querySelector('[data-bubble]') ?? row).getBoundingClientRect();
      actions.showMenu(message, { x: left + 8, y: top + Math.min(height, 40) });
    };
    const keys: Record<string, (() => void) | false> = {
      ArrowUp: () => move(item.key, -1),
      ArrowDown: () => move(item.key, 1),
      Enter: menu,
      ContextMenu: menu,
      F10: event.shiftKey && menu,
      r: may.reply && (() => actions.reply(message)),
      e: may.edit && (() => actions.edit(message)),
      t: may.thread && (() => actions.openThread(message)),
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };

  return {
    onKeyDown,
    rowProps: useCallback(
      (key: string) => ({
        tabIndex: key === reachable ? 0 : -1,
        onFocus: () => setActiveKey(key),
      }),
      [reachable],
    ),
  };
}
