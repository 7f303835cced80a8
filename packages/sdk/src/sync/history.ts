import { type CommandArgs, limits, type Message, type ProblemError } from '@hongyan/protocol';
import type { Client, History, Timeline } from '../api.ts';
import { asProblem } from '../line/retry.ts';
import type { Fetch } from '../state/fetches.ts';
import type { Replica } from '../state/replica.ts';
import { messageOf } from '../state/room-state.ts';
import type { Storage } from '../storage/storage.ts';
import type { Topics } from '../store/topics.ts';

export type Loading = Pick<Timeline, 'loading' | 'error'>;

const idle: Loading = { loading: null, error: null };
/** Messages fetched at a time, held at most, and enough to begin with. */
const pageSize = 50;
const maxHeld = 1_000;
const enough = 30;

type PageArgs = Omit<CommandArgs<'message.page'>, 'roomId' | 'limit'>;

export interface HistoryDeps {
  replica: Replica;
  storage: Storage;
  topics: Topics;
  call: Client['call'];
  /** Fetches a room that is not held. @throws ProblemError */
  refresh(roomId: string): Promise<void>;
}

/** Moves the part of each room that is held. */
export class Histories implements History {
  readonly #deps: HistoryDeps;
  readonly #loading = new Map<string, Loading>();
  readonly #opened = new Set<string>();
  /** Counts the moves of each room: a fetch that a later move overtook no longer moves anything. */
  readonly #moves = new Map<string, number>();

  constructor(deps: HistoryDeps) {
    this.#deps = deps;
  }

  loading(roomId: string): Loading {
    return this.#loading.get(roomId) ?? idle;
  }

  async open(roomId: string, options: { firstUnread?: boolean } = {}): Promise<void> {
    await this.#readStored(roomId);
    const held = this.#deps.replica.rooms.get(roomId);
    const firstUnread = options.firstUnread ? this.#firstUnread(roomId) : null;
    if (firstUnread !== null && !this.#holds(roomId, firstUnread))
      return this.#load(roomId, 'first', { around: firstUnread });
    const window = held?.window ?? [];
    const isAtEnd = (window.at(-1)?.seq ?? 0) >= (held?.room.lastSeq ?? 1);
    if (firstUnread === null && !isAtEnd) return this.#load(roomId, 'first', {});
    if (window.length < enough && (window[0]?.seq ?? 1) > 1) return this.loadOlder(roomId);
    this.#set(roomId, idle);
  }

  async loadOlder(roomId: string): Promise<void> {
    const first = this.#deps.replica.rooms.get(roomId)?.window[0];
    if (first && first.seq > 1 && !this.loading(roomId).loading)
      await this.#load(roomId, 'older', { before: first.seq });
  }

  async loadNewer(roomId: string): Promise<void> {
    const held = this.#deps.replica.rooms.get(roomId);
    const last = held?.window.at(-1);
    if (last && last.seq < held!.room.lastSeq && !this.loading(roomId).loading)
      await this.#load(roomId, 'newer', { after: last.seq });
  }

  async jump(roomId: string, to: { id: string } | { seq: number } | { at: number }): Promise<Message | null> {
    if ('at' in to) {
      await this.#load(roomId, 'first', { at: to.at });
      return this.#find(roomId, (message) => message.createdAt >= to.at);
    }
    const seq = 'seq' in to ? to.seq : await this.#placeOf(roomId, to.id);
    if (seq === null) return null;
    if (!this.#holds(roomId, seq)) await this.#load(roomId, 'first', { around: seq });
    return this.#find(roomId, (message) => message.seq === seq);
  }

  async jumpToNewest(roomId: string): Promise<void> {
    const held = this.#deps.replica.rooms.get(roomId);
    if (!held || !this.#holds(roomId, held.room.lastSeq)) await this.#load(roomId, 'first', {});
  }

  #firstUnread(roomId: string): number | null {
    const { replica } = this.#deps;
    const subscription = replica.subscription(roomId);
    const lastSeq = replica.rooms.get(roomId)?.room.lastSeq ?? 0;
    return subscription && subscription.readSeq < lastSeq ? subscription.readSeq + 1 : null;
  }

  #holds(roomId: string, seq: number): boolean {
    return this.#find(roomId, (message) => message.seq === seq) !== null || seq === 0;
  }

  #find(roomId: string, is: (message: Message) => boolean): Message | null {
    return this.#deps.replica.rooms.get(roomId)?.window.find(is) ?? null;
  }

  /** Where a message is, asked from the server if it is not known; null if there is none. */
  async #placeOf(roomId: string, id: string): Promise<number | null> {
    const { replica, call } = this.#deps;
    const held = replica.rooms.get(roomId);
    const known = held && messageOf(held, id);
    if (known) return known.seq;
    this.#set(roomId, { loading: 'first', error: null });
    try {
      const { messages } = await call('message.get', { roomId, ids: [id] });
      this.#set(roomId, idle);
      return messages[0]?.seq ?? null;
    } catch (error) {
      this.#set(roomId, { loading: null, error: asProblem(error) });
      return null;
    }
  }

  /** Reads what this device kept of a room, once. */
  async #readStored(roomId: string): Promise<void> {
    const { replica, storage } = this.#deps;
    const held = replica.rooms.get(roomId);
    if (this.#opened.has(roomId) || !held) return;
    this.#opened.add(roomId);
    await this.#during(roomId, async (fetch) => {
      const stored = await storage.readHistory(roomId);
      if (stored) replica.addHistory(fetch, stored, held.head);
    });
  }

  async #load(roomId: string, loading: NonNullable<Timeline['loading']>, place: PageArgs): Promise<void> {
    const move = (this.#moves.get(roomId) ?? 0) + 1;
    this.#moves.set(roomId, move);
    this.#set(roomId, { loading, error: null });
    let error: ProblemError | null = null;
    const isCurrent = () => this.#moves.get(roomId) === move;
    try {
      // A reset in the middle voids what was fetched; the second try starts from it.
      if (!(await this.#fetchPage(roomId, place, loading, isCurrent)))
        await this.#fetchPage(roomId, place, loading, isCurrent);
    } catch (thrown) {
      error = asProblem(thrown);
    }
    if (isCurrent()) this.#set(roomId, { loading: null, error });
  }

  /** @returns false if the room was reset meanwhile */
  async #fetchPage(
    roomId: string,
    place: PageArgs,
    loading: Timeline['loading'],
    isCurrent: () => boolean,
  ): Promise<boolean> {
    const { replica, call, refresh } = this.#deps;
    if (!replica.rooms.has(roomId)) await refresh(roomId);
    return this.#during(roomId, async (fetch) => {
      const limit = loading === 'first' ? limits.page : pageSize;
      const { messages, related, users } = await call('message.page', { roomId, ...place, limit });
      replica.addUsers(users);
      return !isCurrent() || replica.addPage(fetch, { messages, related, stay: loading !== 'first', max: maxHeld });
    });
  }

  async #during<T>(roomId: string, work: (fetch: Fetch) => Promise<T>): Promise<T> {
    const { fetches } = this.#deps.replica;
    const fetch = fetches.begin(roomId);
    try {
      return await work(fetch);
    } finally {
      fetches.end(fetch);
    }
  }

  #set(roomId: string, loading: Loading): void {
    const now = this.loading(roomId);
    if (now.loading === loading.loading && now.error === loading.error) return;
    this.#loading.set(roomId, loading);
    this.#deps.topics.touch(`timeline:${roomId}`);
  }
}
