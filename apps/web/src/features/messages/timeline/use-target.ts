import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../../app/client.tsx';
import { useErrorText } from '../../../i18n/index.ts';
import { useToast } from '../../../ui/index.ts';
import { type Item } from './items.ts';
import { type List, readerMoves } from './use-list.ts';

/** A row to go to, as soon as it is there. */
type Target = { key: string; align: 'start' | 'center'; flash: boolean } | 'end';

/**
 * Where the reader is led: on opening to the first unread message, to one that the address names, or to the end; later
 * wherever a quote, a date or a button leads. `hidden` until the first place is reached,
 * `isMoving` on the way to any.
 */
export function useTarget({
  roomId,
  messageId,
  onArrived,
  items,
  list,
  scroller,
  unreadAfter,
  setFlash,
}: {
  roomId: string;
  messageId: string | undefined;
  onArrived: () => void;
  items: readonly Item[];
  list: List;
  scroller: RefObject<HTMLElement | null>;
  unreadAfter: number | null;
  setFlash: (key: string) => void;
}) {
  const { history, store } = useClient();
  const { t } = useTranslation('messages');
  const toast = useToast();
  const errorText = useErrorText();
  const [target, setTarget] = useState<Target | null>(null);
  const [hidden, setHidden] = useState(true);
  const opened = useRef(false);
  const ways = useRef(0);

  /** Begins a new way, which ends those before it. Answers whether it is still the one that counts. */
  const setOut = () => {
    ways.current += 1;
    const mine = ways.current;
    return () => mine === ways.current;
  };

  /** Answers whether the reader was led somewhere, be it by a later way. */
  const jumpTo = async (to: { id: string } | { at: number }) => {
    const counts = setOut();
    const message = await history.jump(roomId, to);
    if (!counts()) return true;
    if (message) setTarget({ key: message.id, align: 'at' in to ? 'start' : 'center', flash: true });
    else {
      const { error } = store.timeline(roomId);
      if (error) toast({ text: errorText(error), tone: 'danger' });
      // Nothing was said since that day: the end is nearest to it.
      else if ('at' in to) setTarget('end');
      else toast(t('jump.missing'));
    }
    return message !== null;
  };

  const toEnd = async () => {
    const counts = setOut();
    if (store.timeline(roomId).hasNewer) await history.jumpToNewest(roomId);
    if (counts()) setTarget('end');
  };

  const toLine = async () => {
    if (unreadAfter === null) return;
    const counts = setOut();
    if (!items.some((item) => item.kind === 'unread')) await history.jump(roomId, { seq: unreadAfter + 1 });
    if (counts()) setTarget({ key: 'unread', align: 'start', flash: false });
  };

  const open = async () => {
    if (messageId && (await jumpTo({ id: messageId }))) return onArrived();
    if (messageId) onArrived();
    await history.open(roomId, { firstUnread: true });
    const { messages, hasNewer } = store.timeline(roomId);
    const holdsLine = unreadAfter !== null && (messages[0]?.seq ?? 0) <= unreadAfter + 1;
    if (holdsLine) setTarget({ key: 'unread', align: 'start', flash: false });
    else if (unreadAfter !== null) await toLine();
    else if (hasNewer) await toEnd();
    else setTarget('end');
  };

  useEffect(() => {
    if (!opened.current) {
      opened.current = true;
      void open();
    } else if (messageId) void jumpTo({ id: messageId }).then(onArrived);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- a room is opened once; the address leads on from there
  }, [messageId]);

  const { scrollToIndex, scrollToEnd, setSticks, onScroll } = list;
  useLayoutEffect(() => {
    if (target === null || items.length === 0) return;
    if (target === 'end') {
      setSticks(true);
      scrollToEnd();
      return;
    }
    const index = items.findIndex((item) => item.key === target.key);
    // Only I wrote behind the place of the line: then there is none, and the end is what is new.
    if (index < 0 && target.key === 'unread') setTarget('end');
    if (index < 0) return;
    setSticks(false);
    scrollToIndex(index, { align: target.align });
    if (target.flash) setFlash(target.key);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only rows and targets move anything
  }, [items, target]);

  // Rows on the way are measured as they come, and move what is below them: the target stands until nothing moves.
  useEffect(() => {
    const element = scroller.current;
    if (target === null || items.length === 0 || !element) return;
    const arrive = () => {
      setTarget(null);
      setHidden(false);
      onScroll();
    };
    const stop = whenStill(element, arrive);
    // The reader goes elsewhere: the target is given up.
    for (const event of readerMoves) element.addEventListener(event, arrive, { passive: true });
    return () => {
      stop();
      for (const event of readerMoves) element.removeEventListener(event, arrive);
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- new rows may move it again
  }, [items, target]);

  return { hidden, isMoving: target !== null, open: () => void open(), jumpTo, toEnd, toLine };
}

/** Frames without movement until something has come to rest, and frames to wait at most. */
const frames = { still: 3, most: 60 };

/** Calls back when an element no longer scrolls. Answers how to stop waiting. */
function whenStill(element: HTMLElement, then: () => void): () => void {
  let still = 0;
  let waited = 0;
  let before = Number.NaN;
  const look = () => {
    still = element.scrollTop === before ? still + 1 : 0;
    before = element.scrollTop;
    if (still >= frames.still || ++waited >= frames.most) then();
    else frame = requestAnimationFrame(look);
  };
  let frame = requestAnimationFrame(look);
  return () => cancelAnimationFrame(frame);
}
