import { useCallback, useEffect, useRef, useState } from 'react';

export interface Page<Row> {
  rows: Row[];
  /** Whether there are rows after these. */
  more: boolean;
}

export interface Pages<Row> extends Page<Row> {
  /** `first` while there is nothing to show yet. */
  loading: 'first' | 'more' | 'again' | null;
  error: unknown;
  loadMore: () => void;
  /** From the beginning. What is shown stays until the answer is there. */
  reload: () => void;
}

/**
 * Rows that are asked for page by page. `load` gets the last row that is held, or null for the first page; when it
 * changes, all begins anew. Answers that come too late are dropped.
 */
export function usePages<Row>(load: (last: Row | null) => Promise<Page<Row>>): Pages<Row> {
  const [held, setHeld] = useState<Page<Row> | null>(null);
  const [loading, setLoading] = useState<Pages<Row>['loading']>('first');
  const [error, setError] = useState<unknown>(null);
  const asked = useRef(0);

  const run = useCallback(
    async (before: Page<Row> | null) => {
      asked.current += 1;
      const mine = asked.current;
      setError(null);
      try {
        const page = await load(before?.rows.at(-1) ?? null);
        if (mine === asked.current) setHeld({ rows: [...(before?.rows ?? []), ...page.rows], more: page.more });
      } catch (thrown) {
        if (mine === asked.current) setError(thrown);
      } finally {
        if (mine === asked.current) setLoading(null);
      }
    },
    [load],
  );

  const reload = useCallback(() => {
    setLoading((now) => (now === 'first' ? now : 'again'));
    void run(null);
  }, [run]);
  useEffect(reload, [reload]);

  return {
    rows: held?.rows ?? [],
    more: held?.more ?? false,
    loading,
    error,
    loadMore: () => {
      if (loading !== null || !held) return;
      setLoading('more');
      void run(held);
    },
    reload,
  };
}
