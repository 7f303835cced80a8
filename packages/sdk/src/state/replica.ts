import type { Changes, Member, Message, Receipt, Scope, Subscription, User } from '@hongyan/protocol';
import type { AppliedChanges, Storage, StoredHistory, StoredStart } from '../storage/storage.ts';
import type { Topics } from '../store/topics.ts';
import { type Fetch, Fetches } from './fetches.ts';
import { emptyMe, type MeState, reduceMe } from './me-state.ts';
import {
  addLoose,
  addMembers,
  addPage,
  type Page,
  type RoomState,
  reduceRoom,
  refresh,
  trimRoom,
} from './room-state.ts';
import { touchMe, touchRoom, touchSummary } from './touches.ts';
import { findById } from './window.ts';

export interface ReplicaEvents {
  /** A message that was not there before, in a room of the user. Not those of a snapshot. */
  message(message: Message, live: boolean): void;
  /** Messages of a room came by changes, whether or not they are new. Now all is known up to `lastSeq`. */
  arrived(roomId: string, messages: readonly Message[], lastSeq: number): void;
  /** Rows of the user's own came. */
  own(changes: Changes): void;
  /** The user is in a room that they were not in before. */
  joined(roomId: string, live: boolean): void;
  /** A snapshot of a room came. */
  reset(roomId: string, lastSeq: number): void;
  /** The user is no longer in a room that somebody here looks at. */
  left(roomId: string): void;
}

/** Messages in the window of a room that nobody looks at. */
const unseenWindow = 200;

/**
 * The copy of the server's state: the user's own rows, rooms and people. It moves by changes alone, kept together by
 * `rev`; what is fetched beside them (pages, members) is laid under what came meanwhile. Everything that moves is
 * written to the storage and touches its topics.
 */
export class Replica {
  readonly fetches = new Fetches();
  /** Rooms that somebody here looks at without being a member. */
  readonly watched = new Set<string>();
  readonly #topics: Topics;
  readonly #storage: Storage;
  readonly #events: ReplicaEvents;
  #me: MeState = emptyMe;
  readonly #rooms = new Map<string, RoomState>();
  /** Ids of the known threads by the room above them. */
  readonly #threads = new Map<string, Set<string>>();
  readonly #users = new Map<string, User>();
  #ready = false;

  constructor(deps: { topics: Topics; storage: Storage; events: ReplicaEvents }) {
    this.#topics = deps.topics;
    this.#storage = deps.storage;
    this.#events = deps.events;
  }

  get ready(): boolean {
    return this.#ready;
  }

  get me(): MeState {
    return this.#me;
  }

  get rooms(): ReadonlyMap<string, RoomState> {
    return this.#rooms;
  }

  get users(): ReadonlyMap<string, User> {
    return this.#users;
  }

  /** Ids of the known threads under a room. */
  threadsOf(roomId: string): Iterable<string> {
    return this.#threads.get(roomId) ?? [];
  }

  /** The user's own side of a room in which they are. */
  subscription(roomId: string): Subscription | null {
    const row = this.#me.subscriptions.get(roomId);
    return row && !row.left ? row : null;
  }

  head(scope: Scope): number {
    return scope === 'me' ? this.#me.head : (this.#rooms.get(scope)?.head ?? 0);
  }

  /** Takes in what the storage held. */
  restore(start: StoredStart): void {
    this.#me = start.me;
    for (const user of start.users) this.#users.set(user.id, user);
    for (const { head, room, newest } of start.rooms) {
      const window = newest ? [newest] : [];
      const rest = { members: new Map(), receipts: new Map(), whole: false, loose: new Map() };
      this.#hold({ head, room, window, newest, ...rest });
      touchRoom(this.#topics, null, this.#rooms.get(room.id)!);
    }
    for (const user of start.users) this.#topics.touch(`user:${user.id}`);
    touchMe(this.#topics, emptyMe, this.#me);
    this.#becomeReady();
  }

  /**
   * Applies changes in order. `live` says whether they were pushed as they happened.
   * @returns the scopes in which something is missing before these changes; they are as they were
   */
  apply(list: readonly Changes[], live: boolean): Scope[] {
    const gaps: Scope[] = [];
    const applied: AppliedChanges[] = [];
    for (const changes of list) {
      // Profiles have no scope of their own: after a restored backup they would stay newer than the server's for ever.
      if (changes.scope === 'me' && this.#isRollback(changes)) this.#forgetUsers();
      if (changes.users) this.#keepUsers(changes.users);
      const outcome = changes.scope === 'me' ? this.#applyMe(changes, live) : this.#applyRoom(changes, live);
      if (outcome === 'gap') gaps.push(changes.scope);
      else if (outcome) applied.push(outcome);
    }
    if (applied.length > 0) this.#storage.saveChanges(applied);
    return gaps;
  }

  /** Lays a fetched page into a room, under what came meanwhile. @returns whether the room is still the same one */
  addPage(fetch: Fetch, page: Page): boolean {
    if (!this.#change(fetch, (room) => addPage(room, page))) return false;
    const { room, head, window } = this.#rooms.get(fetch.roomId)!;
    const isAtEnd = (window.at(-1)?.seq ?? 0) >= room.lastSeq;
    const messages = page.messages.flatMap(({ id }) => findById(window, id) ?? []);
    // Only what ends at the newest message can be shown at once the next time.
    if (isAtEnd) this.#storage.savePart({ roomId: room.id, head, messages });
    return true;
  }

  addMessages(fetch: Fetch, messages: readonly Message[]): boolean {
    return this.#change(fetch, (room) => addLoose(room, messages));
  }

  addMembers(fetch: Fetch, part: { members: Member[]; receipts: Receipt[]; whole: boolean }): boolean {
    if (!this.#change(fetch, (room) => addMembers(room, part))) return false;
    const { head, whole } = this.#rooms.get(fetch.roomId)!;
    this.#storage.savePart({ ...part, roomId: fetch.roomId, head, whole });
    return true;
  }

  /** Adds what the storage held of a room, if it is not older than what is held here. */
  addHistory(fetch: Fetch, stored: StoredHistory, heldHead: number): boolean {
    if (stored.head < heldHead) return false;
    return this.#change(fetch, (room) =>
      addMembers(addPage(room, { messages: stored.messages, stay: true, max: unseenWindow }), stored),
    );
  }

  addUsers(users: readonly User[]): void {
    const news = this.#keepUsers(users);
    if (news.length > 0) this.#storage.saveUsers(news);
  }

  /** Forgets a room and all that was in it. */
  forget(roomId: string): void {
    const room = this.#rooms.get(roomId);
    this.fetches.void(roomId);
    if (!room) return;
    this.#rooms.delete(roomId);
    const { parent } = room.room;
    if (parent) this.#threads.get(parent.roomId)?.delete(roomId);
    this.#storage.forgetRoom(roomId);
    touchRoom(this.#topics, room, null);
  }

  #applyMe(changes: Changes, live: boolean): AppliedChanges | 'gap' | null {
    const before = this.#me;
    const after = reduceMe(before, changes);
    if (!after) return 'gap';
    if (after === before) return null;
    const rollback = this.#isRollback(changes);
    this.#me = after;
    touchMe(this.#topics, before, after);
    if (changes.reset) this.#forgetForeignRooms();
    for (const row of changes.subscriptions ?? []) {
      if (this.#followSubscription(row, before) && !changes.reset) this.#events.joined(row.roomId, live);
    }
    this.#events.own(changes);
    this.#becomeReady();
    return { changes, room: null, newest: null, rollback };
  }

  /** @returns whether the user is in a room in which they were not before */
  #followSubscription({ roomId }: Subscription, before: MeState): boolean {
    const isIn = this.subscription(roomId) !== null;
    const held = before.subscriptions.get(roomId);
    const wasIn = held !== undefined && !held.left;
    if (!isIn && this.watched.has(roomId)) this.#events.left(roomId);
    else if (!isIn) this.forget(roomId);
    const room = this.#rooms.get(roomId)?.room;
    if (room) touchSummary(this.#topics, room);
    return isIn && !wasIn;
  }

  #forgetForeignRooms(): void {
    for (const roomId of [...this.#rooms.keys()]) {
      if (this.subscription(roomId)) continue;
      if (this.watched.has(roomId)) this.#events.left(roomId);
      else this.forget(roomId);
    }
  }

  #applyRoom(changes: Changes, live: boolean): AppliedChanges | 'gap' | null {
    const roomId = changes.scope;
    // A late word from a room that the user has left.
    if (this.#me.subscriptions.get(roomId)?.left && !this.watched.has(roomId)) return null;
    const before = this.#rooms.get(roomId) ?? null;
    const reduced = reduceRoom(before, changes);
    if (!reduced) return 'gap';
    if (reduced === before) return null;
    const rollback = this.#isRollback(changes);
    const isSeen = this.#topics.isHeard(`timeline:${roomId}`);
    const after = isSeen ? reduced : trimRoom(reduced, unseenWindow, 'newest');
    if (changes.reset) this.fetches.void(roomId);
    this.#hold(after);
    const messages = changes.messages ?? [];
    this.fetches.note(roomId, messages);
    touchRoom(this.#topics, before, after);
    for (const message of messages) this.#topics.touch(`message:${roomId}/${message.id}`);
    this.#events.arrived(roomId, messages, after.room.lastSeq);
    if (changes.reset) this.#events.reset(roomId, after.room.lastSeq);
    else this.#tellNew(roomId, messages, before?.room.lastSeq ?? 0, live);
    return { changes, room: after.room, newest: after.newest, rollback };
  }

  #hold(state: RoomState): void {
    const { id, parent } = state.room;
    this.#rooms.set(id, state);
    if (!parent) return;
    const threads = this.#threads.get(parent.roomId) ?? new Set();
    this.#threads.set(parent.roomId, threads.add(id));
  }

  /** Whether the server knows less than what is held here. */
  #isRollback({ scope, to, reset }: Changes): boolean {
    return reset === true && to < this.head(scope);
  }

  #tellNew(roomId: string, messages: readonly Message[], lastSeq: number, live: boolean): void {
    if (this.watched.has(roomId) && !this.subscription(roomId)) return;
    const news = messages.filter((message) => message.seq > lastSeq).sort((a, b) => a.seq - b.seq);
    for (const message of news) this.#events.message(message, live);
  }

  #change(fetch: Fetch, change: (room: RoomState) => RoomState): boolean {
    const before = this.#rooms.get(fetch.roomId);
    if (!before || fetch.voided) return false;
    const after = refresh(change(before), fetch.missed);
    this.#rooms.set(fetch.roomId, after);
    touchRoom(this.#topics, before, after);
    for (const message of after.loose.values()) {
      if (before.loose.get(message.id) !== message) this.#topics.touch(`message:${fetch.roomId}/${message.id}`);
    }
    return true;
  }

  /** @returns those that are new or newer */
  #keepUsers(users: readonly User[]): User[] {
    const news = users.filter((user) => (this.#users.get(user.id)?.rev ?? -1) < user.rev);
    for (const user of news) {
      this.#users.set(user.id, user);
      this.#topics.touch(`user:${user.id}`);
    }
    return news;
  }

  #forgetUsers(): void {
    for (const userId of this.#users.keys()) this.#topics.touch(`user:${userId}`);
    this.#users.clear();
  }

  #becomeReady(): void {
    if (this.#ready) return;
    this.#ready = true;
    this.#topics.touch('ready');
  }
}
