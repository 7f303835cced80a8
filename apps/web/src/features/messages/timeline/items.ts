import type { Message } from '@hongyan/protocol';
import type { Outgoing, Timeline } from '@hongyan/sdk';

/** One row of a conversation. `key` stays for as long as the row does, also when an outgoing message has arrived. */
export type Item =
  | { kind: 'beginning'; key: 'beginning' }
  | { kind: 'day'; key: string; at: number }
  | { kind: 'unread'; key: 'unread' }
  | { kind: 'message'; key: string; message: Message; leads: boolean }
  | { kind: 'line'; key: string; message: Message }
  | { kind: 'outgoing'; key: string; outgoing: Outgoing; leads: boolean };

export interface ItemsOptions {
  timeline: Pick<Timeline, 'messages' | 'outgoing' | 'hasOlder' | 'hasNewer'>;
  myId: string;
  /** The unread line stands behind this place; null for none. */
  unreadAfter: number | null;
}

/** Messages of one author within this many milliseconds stand together under one name. */
const togetherMs = 5 * 60_000;

/**
 * The rows of what is held of a room, in order. How a message looks depends only on the one before it, so rows that
 * are drawn never change when older messages come: for that, the oldest one held is left out while there are older ones.
 */
export function itemsOf({ timeline, myId, unreadAfter }: ItemsOptions): Item[] {
  const { messages, outgoing, hasOlder, hasNewer } = timeline;
  const builder = new Builder();
  if (!hasOlder) builder.items.push({ kind: 'beginning', key: 'beginning' });
  const first = hasOlder && messages.length > 1 ? 1 : 0;
  if (first === 1) builder.skip(messages[0]!);
  let lineIsDue = unreadAfter !== null && (messages[0]?.seq ?? 0) <= unreadAfter + 1;
  for (let index = first; index < messages.length; index++) {
    const message = messages[index]!;
    if (lineIsDue && message.seq > unreadAfter!) {
      lineIsDue = false;
      if (message.authorId !== myId) builder.addUnreadLine(message.createdAt);
    }
    builder.addMessage(message);
  }
  if (!hasNewer) for (const each of outgoing) builder.addOutgoing(each, myId);
  return builder.items;
}

class Builder {
  readonly items: Item[] = [];
  /** The day of the row before, in the reader's zone: from `dayStart` up to `dayEnd`. */
  #dayStart = 0;
  #dayEnd = 0;
  #authorId: string | null = null;
  #at = 0;

  skip(message: Message): void {
    this.#enterDay(message.createdAt);
    this.#follow(message);
  }

  addUnreadLine(at: number): void {
    this.#addDay(at);
    this.items.push({ kind: 'unread', key: 'unread' });
    this.#authorId = null;
  }

  addMessage(message: Message): void {
    this.#addDay(message.createdAt);
    if (isLine(message)) this.items.push({ kind: 'line', key: message.id, message });
    else
      this.items.push({
        kind: 'message',
        key: message.id,
        message,
        leads: this.#leads(message.authorId, message.createdAt),
      });
    this.#follow(message);
  }

  addOutgoing(outgoing: Outgoing, myId: string): void {
    // The clock of this device may lag behind; a message never stands on a day before the one above it.
    const at = Math.max(outgoing.createdAt, this.#at);
    this.#addDay(at);
    this.items.push({ kind: 'outgoing', key: outgoing.id, outgoing, leads: this.#leads(myId, at) });
    this.#authorId = myId;
    this.#at = at;
  }

  #leads(authorId: string, at: number): boolean {
    return authorId !== this.#authorId || at - this.#at > togetherMs;
  }

  #follow(message: Message): void {
    this.#authorId = isLine(message) ? null : message.authorId;
    this.#at = message.createdAt;
  }

  #addDay(at: number): void {
    if (at >= this.#dayStart && at < this.#dayEnd) return;
    this.#enterDay(at);
    this.items.push({ kind: 'day', key: `day ${this.#dayStart}`, at });
    this.#authorId = null;
  }

  #enterDay(at: number): void {
    const date = new Date(at);
    this.#dayStart = date.setHours(0, 0, 0, 0);
    this.#dayEnd = date.setDate(date.getDate() + 1);
  }
}

/** Events and tombstones stand as a line in the middle. */
function isLine(message: Message): boolean {
  return message.event !== null || message.recalledAt !== null;
}

/** The place of the newest message up to a row; 0 if there is none. */
export function seqUpTo(items: readonly Item[], index: number): number {
  for (let at = Math.min(index, items.length - 1); at >= 0; at--) {
    const item = items[at]!;
    if (item.kind === 'message' || item.kind === 'line') return item.message.seq;
  }
  return 0;
}

/** A guess at a row's height in pixels, until it is measured. */
export function guessHeight(item: Item): number {
  switch (item.kind) {
    case 'beginning':
      return 160;
    case 'day':
    case 'unread':
      return 44;
    case 'line':
      return 32;
    case 'outgoing':
      return 40 + heightOfText(item.outgoing.text);
    case 'message': {
      const { message, leads } = item;
      const extra = (message.reactions.length > 0 ? 32 : 0) + (message.thread ? 32 : 0) + (message.replyTo ? 52 : 0);
      return (leads ? 52 : 20) + heightOfText(message.text) + extra + Math.min(message.forwarded.length, 4) * 24;
    }
  }
}

function heightOfText(text: string): number {
  return 22 * Math.min(40, Math.ceil(text.length / 42));
}
