import { useEffect, useReducer, useState } from 'react';

/** A part of the page: null until it has come. `failed` if it did not; the next time it is wanted it is tried again. */
export interface LatePart<Part> {
  part: Part | null;
  failed: boolean;
}

/**
 * A hook for a part that is loaded when it is first wanted, and then held for the whole page. Unlike `React.lazy`, it
 * leaves the page standing when the part cannot be loaded.
 */
export function latePart<Part>(load: () => Promise<Part>): (wanted: boolean) => LatePart<Part> {
  let part: Part | null = null;
  return function useLatePart(wanted) {
    const [failed, setFailed] = useState(false);
    const [, drawAgain] = useReducer((count: number) => count + 1, 0);
    useEffect(() => {
      if (!wanted || part) return;
      let gone = false;
      setFailed(false);
      load().then(
        (loaded) => {
          part = loaded;
          if (!gone) drawAgain();
        },
        () => !gone && setFailed(true),
      );
      return () => {
        gone = true;
      };
    }, [wanted]);
    return { part, failed };
  };
}
