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
  close(): void;
}

export function useOverlay(): OverlayState {
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const [open, setOpen] = useState(false);
  const show = useCallback((next: Overlay) => {
    setOverlay(next);
    setOpen(true);
  }, []);
  const close = useCallback(() => setOpen(false), []);
  return useMemo(() => ({ overlay, open, show, close }), [overlay, open, show, close]);
}
