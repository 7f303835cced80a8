/**
 * What a browser knows of the network and the page. Both are hints: `back` is a good moment to try, `gone` one to stop
 * trusting the line. Where there is no browser nothing is ever hinted.
 * @returns stops listening
 */
export function listenForHints(hints: { back(): void; gone(): void }): () => void {
  if (typeof window === 'undefined') return () => {};
  const visible = () => {
    if (document.visibilityState === 'visible') hints.back();
  };
  window.addEventListener('online', hints.back);
  window.addEventListener('offline', hints.gone);
  document.addEventListener('visibilitychange', visible);
  return () => {
    window.removeEventListener('online', hints.back);
    window.removeEventListener('offline', hints.gone);
    document.removeEventListener('visibilitychange', visible);
  };
}
