import type { Message } from '@hongyan/protocol';
import { type MouseEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { useConversation } from '../conversation/conversation.ts';

/** How long a finger rests until it means "what can I do with this", and how far it may stray, in pixels. */
const pressMs = 450;
const strayPx = 10;

/** The finger that opened a sheet is still down; lifting it must not press what has come under it. */
function swallowClick(): void {
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  const listening = new AbortController();
  const { signal } = listening;
  window.addEventListener('click', swallow, { capture: true, signal });
  // The click comes right after the lifting.
  const lifted = () => setTimeout(() => listening.abort(), 100);
  window.addEventListener('pointerup', lifted, { signal });
  window.addEventListener('pointercancel', lifted, { signal });
}

/**
 * How people reach what can be done with a message: a pointer over it shows the bar, the other button opens the menu, a
 * finger that rests on it opens the sheet, the keyboard has the menu key.
 */
export function useRowGestures(message: Message, choosing: boolean) {
  const { actions } = useConversation();
  const [hovered, setHovered] = useState(false);
  const barRef = useRef<HTMLDivElement>(null);
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);

  const endPress = () => {
    if (press.current) clearTimeout(press.current.timer);
    press.current = null;
  };

  // A row that goes away under the finger opens nothing any more.
  useEffect(() => endPress, []);

  return {
    hovered,
    barRef,
    onPointerEnter: (event: PointerEvent) => {
      // A browser may say that a finger is a mouse; a screen under fingers cannot hover.
      if (event.pointerType === 'mouse' && matchMedia('(hover: hover)').matches) setHovered(true);
    },
    onPointerLeave: () => {
      endPress();
      // A popup of the bar belongs to the row although the pointer has left it.
      if (!barRef.current?.querySelector('[aria-expanded="true"]')) setHovered(false);
    },
    onPointerDown: (event: PointerEvent) => {
      if (event.pointerType === 'mouse' || choosing || !event.isPrimary) return;
      endPress();
      const timer = setTimeout(() => {
        press.current = null;
        navigator.vibrate?.(10);
        swallowClick();
        actions.showMenu(message, 'sheet');
      }, pressMs);
      press.current = { timer, x: event.clientX, y: event.clientY };
    },
    onPointerMove: (event: PointerEvent) => {
      const { current } = press;
      if (current && Math.hypot(event.clientX - current.x, event.clientY - current.y) > strayPx) endPress();
    },
    onPointerUp: endPress,
    onPointerCancel: endPress,
    onContextMenu: (event: MouseEvent) => {
      if (choosing) return;
      // A link and a selected passage have the browser's own menu.
      const onLink = event.target instanceof Element && event.target.closest('a');
      const onSelection = getSelection()?.isCollapsed === false;
      const byFinger = (event.nativeEvent as unknown as { pointerType?: string }).pointerType === 'touch';
      if (!byFinger && (onLink || onSelection)) return;
      event.preventDefault();
      if (!byFinger) actions.showMenu(message, { x: event.clientX, y: event.clientY });
    },
  };
}
