import { useSyncExternalStore } from 'react';

function subscribe(listener: () => void): () => void {
  const view = window.visualViewport;
  view?.addEventListener('resize', listener);
  view?.addEventListener('scroll', listener);
  return () => {
    view?.removeEventListener('resize', listener);
    view?.removeEventListener('scroll', listener);
  };
}

/** A pinched page is smaller than the window too, and no keyboard. */
function inset(): number {
  const view = window.visualViewport;
  if (!view || view.scale !== 1) return 0;
  return Math.max(0, Math.round(window.innerHeight - view.height - view.offsetTop));
}

/**
 * How many pixels at the bottom of the window a keyboard on the screen covers. 0 where the browser makes the page
 * smaller for it, as `interactive-widget` asks; Safari does not.
 */
export function useKeyboardInset(): number {
  return useSyncExternalStore(subscribe, inset);
}
