import { useEffect, useRef, useState } from 'react';

/** States, in order: `working`, then `done` or `failed`, which may go back to `working`. */
export type LinkState<T> = { state: 'working' } | { state: 'done'; answer: T } | { state: 'failed'; error: unknown };

/** Does what a link of a mail is for, once: links can be used only once. */
export function useLink<T>(work: () => Promise<T>): LinkState<T> & { retry: () => void } {
  const [state, setState] = useState<LinkState<T>>({ state: 'working' });
  const started = useRef(false);
  const run = () => {
    setState({ state: 'working' });
    work().then(
      (answer) => setState({ state: 'done', answer }),
      (error: unknown) => setState({ state: 'failed', error }),
    );
  };
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    run();
  });
  return { ...state, retry: run };
}
