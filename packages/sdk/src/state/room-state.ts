import type { Changes, Member, Message, Receipt, Room } from '@hongyan/protocol';
import { type Rows, upsert } from './rows.ts';
import { findById, join, meets, takeIn, trim, type Window } from './window.ts';

/** What is known of one room. Never changed in place. */
export interface RoomState {
  /** The revision up to which nothing is missing. */
  head: number;
  room: Room;
  /** By user id; former members stay as tombstones. */
  members: Rows<Member>;
  receipts: Rows<Receipt>;
  /** Whether `members` are all of them. */
  whole: boolean;
  window: Window;
  /** The newest message, wherever the window is. */
  newest: Message | null;
  /** Known messages outside of the window, by id: quoted, pinned and saved ones. */
  loose: Rows<Message>;
}

const maxLoose = 500;

/** The state after these changes; null if there is a gap between what is held and what they start from. */
export function reduceRoom(held: RoomState | null, changes: Changes): RoomState | null {
  if (changes.reset || !held) {
    const isFirst = changes.reset || changes.from === 0;
    return isFirst && changes.room ? applyRows(emptyRoom(changes.room), changes) : null;
  }
  if (changes.from > held.head) return null;
  return changes.to <= held.head ? held : applyRows(held, changes);
}

function emptyRoom(room: Room): RoomState {
  return {
    head: 0,
    room: { ...room, lastSeq: 0 },
    members: new Map(),
    receipts: new Map(),
    whole: false,
    window: [],
    newest: null,
    loose: new Map(),
  };
}

function applyRows(held: RoomState, changes: Changes): RoomState {
  const messages = inOrder(changes.messages ?? []);
  const room = nextRoom(held.room, changes, messages);
  const isAtEnd = (held.window.at(-1)?.seq ?? 0) >= held.room.lastSeq;
  const newest = messages.at(-1);
  return {
    ...held,
    head: changes.to,
    room,
    members: upsert(held.members, changes.members, (row) => row.userId),
    receipts: upsert(held.receipts, changes.receipts, (row) => row.userId),
    window: takeIn(held.window, messages, isAtEnd),
    newest: newest && newest.seq > (held.newest?.seq ?? 0) ? newest : refreshed(held.newest, messages),
    loose: refreshLoose(held.loose, messages),
  };
}

/** With no row of the room itself, its place in time follows from what came. */
function nextRoom(held: Room, changes: Changes, messages: readonly Message[]): Room {
  const row = changes.room && changes.room.rev >= held.rev ? changes.room : { ...held, rev: changes.to };
  const last = messages.at(-1);
  if (!last || last.seq <= row.lastSeq) return row;
  return { ...row, lastSeq: last.seq, lastAt: Math.max(row.lastAt, last.createdAt) };
}

export interface Page {
  /** Ascending, without holes. */
  messages: readonly Message[];
  /** Messages that those quote. */
  related?: readonly Message[];
  /** Leave the page out if it does not meet the window; otherwise it takes the window's place. */
  stay: boolean;
  /** How many messages the window may have: beyond, the end away from the page is let go. */
  max: number;
}

/** Adds messages that were fetched. They join the window if they meet it. */
export function addPage(held: RoomState, page: Page): RoomState {
  const { messages, related = [], stay, max } = page;
  const met = meets(held.window, messages);
  if (!met && stay) return held;
  const isOlder = (messages[0]?.seq ?? 0) < (held.window[0]?.seq ?? 0);
  const window = met ? trim(join(held.window, messages), max, isOlder ? 'oldest' : 'newest') : messages;
  return addLoose({ ...held, window, newest: refreshed(held.newest, [...messages, ...related]) }, related);
}

/** Adds messages that belong to no page. */
export function addLoose(held: RoomState, messages: readonly Message[]): RoomState {
  const outside = messages.filter((message) => !findById(held.window, message.id));
  const loose = upsert(held.loose, outside, (message) => message.id);
  return { ...held, window: takeIn(held.window, inOrder(messages), false), loose: newestOf(loose) };
}

/** Adds members and receipts that were fetched; `whole` if with these all members are known. */
export function addMembers(
  held: RoomState,
  part: { members: readonly Member[]; receipts: readonly Receipt[]; whole: boolean },
): RoomState {
  return {
    ...held,
    members: upsert(held.members, part.members, (row) => row.userId),
    receipts: upsert(held.receipts, part.receipts, (row) => row.userId),
    whole: held.whole || part.whole,
  };
}

/** Brings what is held to the newest version, and appends what follows the window. */
export function refresh(held: RoomState, messages: readonly Message[]): RoomState {
  const ordered = inOrder(messages);
  return {
    ...held,
    window: takeIn(held.window, ordered, true),
    newest: refreshed(held.newest, ordered),
    loose: refreshLoose(held.loose, ordered),
  };
}

/** Lets go of messages at the end that is not looked at. */
export function trimRoom(held: RoomState, max: number, keep: 'oldest' | 'newest'): RoomState {
  const window = trim(held.window, max, keep);
  return window === held.window ? held : { ...held, window };
}

/** A known message by id. */
export function messageOf(held: RoomState, id: string): Message | null {
  return findById(held.window, id) ?? held.loose.get(id) ?? (held.newest?.id === id ? held.newest : null);
}

function inOrder(messages: readonly Message[]): readonly Message[] {
  return messages.length < 2 ? messages : [...messages].sort((a, b) => a.seq - b.seq);
}

function refreshed(held: Message | null, messages: readonly Message[]): Message | null {
  if (!held) return null;
  return messages.reduce((best, row) => (row.id === best.id && row.rev > best.rev ? row : best), held);
}

function refreshLoose(held: Rows<Message>, messages: readonly Message[]): Rows<Message> {
  const known = messages.filter((message) => held.has(message.id));
  return upsert(held, known, (message) => message.id);
}

function newestOf(loose: Rows<Message>): Rows<Message> {
  return loose.size <= maxLoose ? loose : new Map([...loose].slice(-maxLoose));
}
