import { useRef, useState, useSyncExternalStore } from 'react';
import { useClient, useConnection, useStore } from '../../../app/client.tsx';
import { type Item, seqUpTo } from './items.ts';
import { moveUnreadLine, openUnreadLine, seenUpTo } from './unread-line.ts';

/**
 * How far a room is read: where the unread line stands, how many are unread, and telling the server what was really
 * seen, which is what was in the window while somebody had it in front of them. `byAddress` says that the room is opened
 * at a message.
 */
export function useReading(roomId: string, byAddress: boolean) {
  const client = useClient();
  const focused = useFocused();
  const { state } = useConnection();
  const online = state === 'online';
  // What was missed is about to come in: until then nobody has seen the end.
  const catchingUp = state === 'connecting' || state === 'syncing';
  const summary = useStore(`room:${roomId}`, (store) => store.room(roomId));
  const lastSeq = summary?.room.lastSeq ?? 0;
  const subscription = summary?.subscription ?? null;
  const readSeq = subscription?.readSeq ?? lastSeq;
  // Not known until the first place is reached.
  const [atEnd, setAtEnd] = useState<boolean | null>(null);
  const [line, setLine] = useState(() => openUnreadLine({ readSeq, lastSeq }));
  const [opening, setOpening] = useState(catchingUp ? { after: line.after, byAddress } : null);
  const [leads, setLeads] = useState(false);
  let moved = moveUnreadLine(line, { readSeq, lastSeq, seen: focused && atEnd === true && online });
  if (opening && !catchingUp) {
    // Opened from what this device held; now that it is known better, the line may belong elsewhere.
    setOpening(null);
    if (online) moved = openUnreadLine({ readSeq, lastSeq });
    if (online && !opening.byAddress && moved.after !== opening.after) setLeads(true);
  } else if (moved.after !== line.after && !online && atEnd !== false) setLeads(true);
  if (moved !== line) setLine(moved);
  const [seenLine, setSeenLine] = useState<number | null>(null);
  const markedUnread = useRef(subscription?.markedUnread ?? false);

  return {
    /** The line stands behind this place; null for none. */
    unreadAfter: moved.after,
    /** Whether the line has been in sight since it stands there. */
    isLineSeen: moved.after === seenLine,
    unread: summary?.unread ?? 0,
    isAway: atEnd === false,
    /** Whether the reader is to be led to the line or, without one, the end: what is new came after they did. */
    leads: leads && online,
    endLead: () => setLeads(false),
    setAtEnd,
    /** Takes in which rows are in the window. To be called after every drawing. */
    onSight(items: readonly Item[], range: Range): void {
      const rows = items.slice(range.startIndex, range.endIndex + 1);
      if (rows.some((row) => row.kind === 'unread')) setSeenLine(moved.after);
      if (!focused || !subscription || catchingUp) return;
      const first = items.find((item) => item.kind === 'message' || item.kind === 'line');
      const visibleSeq = seqUpTo(items, range.endIndex);
      const seen = seenUpTo({ readSeq, heldFrom: first?.message.seq ?? 1, visibleSeq, atEnd: atEnd === true, lastSeq });
      if (seen !== null) client.markRead(roomId, seen);
      // Opening a room that I marked unread takes the mark off; marking it while it is open does not.
      else if (markedUnread.current) client.markRead(roomId, readSeq);
      markedUnread.current = false;
    },
  };
}

interface Range {
  startIndex: number;
  endIndex: number;
}

function subscribeFocus(listener: () => void): () => void {
  window.addEventListener('focus', listener);
  window.addEventListener('blur', listener);
  document.addEventListener('visibilitychange', listener);
  return () => {
    window.removeEventListener('focus', listener);
    window.removeEventListener('blur', listener);
    document.removeEventListener('visibilitychange', listener);
  };
}

/** Whether this window is the one in front of the reader. */
function useFocused(): boolean {
  return useSyncExternalStore(subscribeFocus, () => document.visibilityState === 'visible' && document.hasFocus());
}
