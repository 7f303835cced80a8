import { useNavigate } from '@tanstack/react-router';
import { type MouseEvent, useCallback } from 'react';

/** Handles presses on links inside an element: those that lead to this server change the page instead of opening one. */
export function useOwnLinks(): (event: MouseEvent) => void {
  const navigate = useNavigate();
  return useCallback(
    (event) => {
      if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const link = event.target instanceof Element ? event.target.closest('a[target="_blank"]') : null;
      if (!(link instanceof HTMLAnchorElement) || link.origin !== location.origin) return;
      event.preventDefault();
      void navigate({ href: link.href.slice(location.origin.length) });
    },
    [navigate],
  );
}
