import { useSyncExternalStore } from 'react';
import { useLocale } from '../i18n/index.ts';
import { formatClock, formatDay, formatFull, formatRelative, formatShort } from './time.ts';

let listeners: (() => void)[] = [];
let minute = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** One timer for all times on the page, only while there are any. */
function subscribe(listener: () => void): () => void {
  listeners = [...listeners, listener];
  if (!timer) {
    minute = Date.now();
    timer = setInterval(() => {
      minute = Date.now();
      for (const each of listeners) each();
    }, 30_000);
  }
  return () => {
    listeners = listeners.filter((each) => each !== listener);
    if (listeners.length === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** Now, at most half a minute old. The component is drawn again as it moves. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => minute);
}

/**
 * A time in the reader's words; the whole date on hover. `relative` says "5 minutes ago" or "in 2 hours"; `short` and
 * `day` are for what has happened.
 */
export function Time({
  at,
  as = 'short',
  className,
}: {
  at: number;
  as?: 'short' | 'clock' | 'day' | 'relative' | 'full';
  className?: string;
}) {
  const locale = useLocale();
  const now = useNow();
  const text = {
    short: formatShort,
    clock: formatClock,
    day: formatDay,
    relative: formatRelative,
    full: formatFull,
  }[as](at, locale, as === 'relative' ? now : Math.max(now, at));
  return (
    <time dateTime={new Date(at).toISOString()} title={formatFull(at, locale)} className={className}>
      {text}
    </time>
  );
}
