/// <reference lib="webworker" />
declare const self: ServiceWorkerGlobalScope;

/** Put in by the build: the app's own files, and a version that changes with them. */
declare const HONGYAN_SHELL: { version: string; files: string[] };

const shell = HONGYAN_SHELL;
const prefix = 'shell-';
const name = prefix + shell.version;
const files = new Set(shell.files);

/** Addresses that are the server's own, also when a browser opens them as a page. */
const serverPaths = /^\/(api|files|socket|docs|openapi\.json|healthz|readyz|metrics)(\/|$)/;

/**
 * Keeps the app itself, so that it opens at once and without the server; what people wrote is the SDK's to keep. A new
 * version is fetched whole before it is used, and waits until the reader agrees: a page never finds half of itself gone.
 */
self.addEventListener('install', (event) => {
  event.waitUntil(keepShell());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOlder().then(() => self.clients.claim()));
});

self.addEventListener('message', (event) => {
  if (event.data === 'take-over') void self.skipWaiting();
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { open } = event.notification.data as { open: string };
  event.waitUntil(openPage(open));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate' && !serverPaths.test(pathname)) event.respondWith(fromShell('/', request));
  else if (files.has(pathname)) event.respondWith(fromShell(pathname, request));
});

async function keepShell(): Promise<void> {
  const cache = await caches.open(name);
  // Names in `assets` are hashes of their content; the others must not come from the browser's own cache.
  await cache.addAll(
    [...files].map((file) => new Request(file, { cache: file.startsWith('/assets/') ? 'default' : 'reload' })),
  );
}

async function forgetOlder(): Promise<void> {
  const older = (await caches.keys()).filter((key) => key.startsWith(prefix) && key !== name);
  await Promise.all(older.map((key) => caches.delete(key)));
}

/** Leads a page that is there to an address, or opens one. */
async function openPage(path: string): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window' });
  const page = pages.find(({ focused }) => focused) ?? pages[0];
  if (!page) return void (await self.clients.openWindow(path));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a client of this worker, not a window
  page.postMessage({ open: path });
  await page.focus();
}

async function fromShell(file: string, request: Request): Promise<Response> {
  const cache = await caches.open(name);
  return (await cache.match(file)) ?? fetch(request);
}

// oxlint-disable-next-line unicorn/require-module-specifiers -- a module, so that its names are its own
export {};
