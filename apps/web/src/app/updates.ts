/** How often a page that stays open looks for a new version. */
const lookMs = 30 * 60_000;

/** Whether a newer version of the app than the one on the screen is there. */
export interface Updates {
  get(): boolean;
  subscribe(listener: () => void): () => void;
  /** Looks for one now. */
  look(): void;
  /** Goes over to it: the page is loaded anew. */
  apply(): void;
}

/**
 * Starts the service worker, where there can be one, and watches for new versions. Without one (a private window, a
 * browser that forbids it) the app works as before, but needs the server to open.
 */
export function watchUpdates(): Updates {
  const listeners = new Set<() => void>();
  let waiting: ServiceWorker | null = null;
  let ready = false;
  let asked = false;
  let look = () => {};

  function found(worker: ServiceWorker | null): void {
    waiting = worker;
    ready = true;
    for (const listener of listeners) listener();
  }

  async function start(container: ServiceWorkerContainer): Promise<void> {
    const hadVersion = container.controller !== null;
    container.addEventListener('controllerchange', () => {
      if (asked) location.reload();
      // Another tab went over; this one still shows what was before.
      else if (hadVersion) found(null);
    });
    const registration = await container.register('/service-worker.js');
    if (registration.waiting && hadVersion) found(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing;
      worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed' && container.controller) found(worker);
      });
    });
    look = () => void registration.update().catch(() => {});
    setInterval(look, lookMs);
  }

  if (import.meta.env.PROD && 'serviceWorker' in navigator) start(navigator.serviceWorker).catch(() => {});

  return {
    get: () => ready,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    look: () => look(),
    apply: () => {
      asked = true;
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
      if (waiting) waiting.postMessage('take-over');
      else location.reload();
    },
  };
}
