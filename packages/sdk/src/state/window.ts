import type { Message } from '@hongyan/protocol';

/** A contiguous part of a room's messages: ascending by `seq`, without holes. Empty is allowed. */
export type Window = readonly Message[];

/** Whether a message's place lies inside. */
function covers(window: Window, seq: number): boolean {
  return window.length > 0 && seq >= window[0]!.seq && seq <= window.at(-1)!.seq;
}

/** Puts the newer of two versions of the same message in. Its place must lie inside. */
function replace(window: Message[], message: Message): void {
  const index = message.seq - window[0]!.seq;
  if (message.rev > window[index]!.rev) window[index] = message;
}

/**
 * Takes messages in: those inside replace older versions of themselves, those right behind the end are appended if the
 * window may grow. Others are left out. `messages` are in ascending order.
 */
export function takeIn(window: Window, messages: readonly Message[], grow: boolean): Window {
  const next = [...window];
  for (const message of messages) {
    if (covers(next, message.seq)) replace(next, message);
    else if (grow && (next.length === 0 || message.seq === next.at(-1)!.seq + 1)) next.push(message);
  }
  const same = next.length === window.length && next.every((message, index) => message === window[index]);
  return same ? window : next;
}

/** Whether two parts overlap or touch, so that together they have no hole. */
export function meets(window: Window, page: Window): boolean {
  if (window.length === 0 || page.length === 0) return true;
  return page[0]!.seq <= window.at(-1)!.seq + 1 && page.at(-1)!.seq >= window[0]!.seq - 1;
}

/** Two parts that meet as one, with the newer version of each message. */
export function join(window: Window, page: Window): Window {
  if (page.length === 0) return window;
  if (window.length === 0) return page;
  const before = page.filter((message) => message.seq < window[0]!.seq);
  const after = page.filter((message) => message.seq > window.at(-1)!.seq);
  return takeIn([...before, ...window, ...after], page, false);
}

/** Cuts down to `max` messages, away from the end that is looked at. */
export function trim(window: Window, max: number, keep: 'oldest' | 'newest'): Window {
  if (window.length <= max) return window;
  return keep === 'oldest' ? window.slice(0, max) : window.slice(-max);
}

const indexes = new WeakMap<Window, Map<string, Message>>();

/** A message of a window by id. */
export function findById(window: Window, id: string): Message | undefined {
  let index = indexes.get(window);
  if (!index) {
    index = new Map(window.map((message) => [message.id, message]));
    indexes.set(window, index);
  }
  return index.get(id);
}
