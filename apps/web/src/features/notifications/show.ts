/** A notification of the system. A later one of the same room takes the place of an earlier one. */
export interface Shown {
  roomId: string;
  title: string;
  body: string;
  /** Address of a picture, or null. */
  icon: string | null;
  /** What opens when it is pressed. */
  path: string;
}

/** How the service worker tells a page to open an address. */
export interface OpenOrder {
  open: string;
}

export function isOpenOrder(data: unknown): data is OpenOrder {
  return typeof data === 'object' && data !== null && 'open' in data && typeof data.open === 'string';
}

const withoutWorker = new Map<string, Notification>();

/** Shows it through the service worker where there is one: phones know no other way, and it outlives the page. */
export async function show({ roomId, title, body, icon, path }: Shown, onPress: () => void): Promise<void> {
  const options = { body, tag: roomId, icon: icon ?? '/icon.svg', data: { open: path } satisfies OpenOrder };
  const registration = await registered();
  if (registration) return registration.showNotification(title, options);
  const notification = new Notification(title, options);
  withoutWorker.set(roomId, notification);
  notification.addEventListener('close', () => withoutWorker.delete(roomId));
  notification.addEventListener('click', () => {
    window.focus();
    notification.close();
    onPress();
  });
}

/** Takes away what is shown of a room, or of all of them. */
export async function clear(roomId?: string): Promise<void> {
  const registration = await registered();
  const shown = (await registration?.getNotifications(roomId === undefined ? {} : { tag: roomId })) ?? [];
  for (const notification of shown) notification.close();
  for (const [id, notification] of withoutWorker) if (roomId === undefined || id === roomId) notification.close();
}

async function registered(): Promise<ServiceWorkerRegistration | null> {
  if (!('serviceWorker' in navigator)) return null;
  const registration = await navigator.serviceWorker.getRegistration();
  return registration?.active ? registration : null;
}
