import type { Message } from '@hongyan/protocol';
import { useCallback, useMemo, useState } from 'react';
import type { MenuPlace } from './conversation.ts';

/** What lies over a conversation, one at a time. */
export type Overlay =
  | { kind: 'menu'; message: Message; place: MenuPlace }
  | { kind: 'recall' | 'history' | 'reactions'; message: Message }
  | { kind: 'forward'; messages: readonly Message[] };

export interface OverlayState {
  /** The last one stays while it goes out of sight. */
  overlay: Overlay | null;
  open: boolean;
  show(overlay: Overlay): void;
  /** Closes this one: a menu closes after what was chosen in it may have opened a dialog. */
  close(overlay: Overlay): void;
}

export function useOverlay(): OverlayState {
  const [state, setState] = useState<{ overlay: Overlay | null; open: boolean }>({ overlay: null, open: false });
  const show = useCallback((overlay: Overlay) => setState({ overlay, open: true }), []);
  const close = useCallback((which: Overlay) => {
    setState((before) => (before.overlay === which ? { ...before, open: false } : before));
  }, []);
  return useMemo(() => ({ ...state, show, close }), [state, show, close]);
}
