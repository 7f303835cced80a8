import { type RefObject, useEffect, useRef } from 'react';

const lock = 'hongyan.notifier';

/**
 * Whether this tab is the one that notifies: of several, the one that was looked at last, which knows best whether the
 * reader is there. When it closes another takes over. Where tabs cannot know of each other, each of them notifies.
 */
export function useNotifyingTab(): RefObject<boolean> {
  const isMine = useRef(!('locks' in navigator));
  useEffect(() => {
    if (!('locks' in navigator)) return;
    const ended = new AbortController();
    const hold = async (steal: boolean): Promise<void> => {
      if (isMine.current) return;
      try {
        await navigator.locks.request(lock, steal ? { steal } : { signal: ended.signal }, () => {
          if (ended.signal.aborted) return;
          isMine.current = true;
          return new Promise<void>((resolve) => ended.signal.addEventListener('abort', () => resolve()));
        });
      } catch {
        // Another tab took it, or this one ends.
      }
      isMine.current = false;
      if (!ended.signal.aborted) void hold(false);
    };
    const onFocus = () => void hold(true);
    void hold(document.hasFocus());
    window.addEventListener('focus', onFocus);
    return () => {
      window.removeEventListener('focus', onFocus);
      ended.abort();
    };
  }, []);
  return isMine;
}
