import type { CommandArgs, CommandName, CommandResult, ProblemError } from '@hongyan/protocol';
import type { Outbox, Outgoing } from '../api.ts';
import { Backoff } from '../line/backoff.ts';
import { askedWaitMs, asProblem, isPassing } from '../line/retry.ts';
import type { Storage, StoredOutgoing } from '../storage/storage.ts';
import type { Topics } from '../store/topics.ts';
import { fromStored, toStored } from './outgoing.ts';
import { Peers, type PeerWord } from './peers.ts';

export interface OutboxDeps {
  storage: Storage;
  topics: Topics;
  isOpen(): boolean;
  request<N extends CommandName>(name: N, args: CommandArgs<N>): Promise<CommandResult<N>>;
  isKnown(roomId: string, messageId: string): boolean;
  /** The server has a message whose row did not come: fetch what is missing in its room. */
  missing(roomId: string): void;
  /** The server has my message at this place. */
  placed(roomId: string, seq: number): void;
}

/** A message on its way. `saved` resolves once it would survive the end of the page. */
interface Item {
  outgoing: Outgoing;
  saved: Promise<void>;
  /** The server has it here; it stays in view until its row comes. */
  placedAt: number | null;
}

/**
 * Messages that are not on the server yet, in the order in which they were queued.
 *
 * Promises: a message is kept by the storage before it is sent; it has one id for ever, which makes every retry
 * harmless; of one room one message is under way at a time, so they arrive in order; what passes (no line, a busy
 * server) is tried again for ever; a refusal marks the message `failed` and lets the next ones through.
 */
export class OutboxQueue implements Outbox {
  readonly #deps: OutboxDeps;
  readonly #peers: Peers;
  readonly #items = new Map<string, Item>();
  readonly #sending = new Set<string>();
  readonly #waits = new Map<string, { backoff: Backoff; timer: ReturnType<typeof setTimeout> | undefined }>();
  #stopped = false;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
    this.#peers = new Peers(deps.storage.userId, (word) => this.#hear(word));
  }

  /** All of them, or those of one room. */
  list(roomId?: string): Outgoing[] {
    const all = [...this.#items.values()].map((item) => item.outgoing);
    return roomId === undefined ? all : all.filter((outgoing) => outgoing.roomId === roomId);
  }

  /** Takes in what the storage held. */
  restore(list: readonly StoredOutgoing[]): void {
    for (const stored of list) if (!this.#items.has(stored.id)) this.#takeOver(stored);
    this.resume();
  }

  add(outgoing: Outgoing): void {
    this.#put(outgoing);
    void this.#drain(outgoing.roomId);
  }

  retry(id: string): void {
    const item = this.#items.get(id);
    if (item?.outgoing.state !== 'failed') return;
    this.#put({ ...item.outgoing, state: 'waiting', error: null });
    void this.#drain(item.outgoing.roomId);
  }

  discard(id: string): Outgoing | null {
    const item = this.#items.get(id);
    if (!item || item.placedAt !== null || item.outgoing.state === 'sending') return null;
    this.#remove(item);
    this.#peers.tell({ type: 'discarded', id });
    return item.outgoing;
  }

  /**
   * Messages came from the server, and all is known up to a place: those of ours that are among them, or that a
   * snapshot passed over, are no longer on their way.
   */
  arrived(roomId: string, ids: readonly string[], lastSeq: number): void {
    if (this.#items.size === 0) return;
    const came = new Set(ids);
    for (const item of this.#items.values()) {
      const { outgoing, placedAt } = item;
      if (outgoing.roomId !== roomId) continue;
      if (came.has(outgoing.id) || (placedAt !== null && placedAt <= lastSeq)) this.#remove(item);
    }
  }

  /** The line is open. */
  resume(): void {
    for (const { timer } of this.#waits.values()) clearTimeout(timer);
    this.#waits.clear();
    for (const roomId of new Set(this.list().map((outgoing) => outgoing.roomId))) void this.#drain(roomId);
  }

  stop(): void {
    this.#stopped = true;
    for (const { timer } of this.#waits.values()) clearTimeout(timer);
    this.#peers.close();
  }

  /** Sends what waits in one room, one after the other. */
  async #drain(roomId: string): Promise<void> {
    if (this.#sending.has(roomId) || this.#waits.get(roomId)?.timer || !this.#next(roomId)) return;
    this.#sending.add(roomId);
    try {
      await this.#peers.exclusively(roomId, async () => {
        for (let item = this.#next(roomId); item; item = this.#next(roomId)) {
          if (!(await this.#send(item))) return;
        }
      });
    } finally {
      this.#sending.delete(roomId);
    }
    // One may have been queued while the lock was given back.
    void this.#drain(roomId);
  }

  #next(roomId: string): Item | undefined {
    if (this.#stopped || !this.#deps.isOpen()) return undefined;
    return [...this.#items.values()].find(
      ({ outgoing, placedAt }) => outgoing.roomId === roomId && outgoing.state !== 'failed' && placedAt === null,
    );
  }

  /** @returns whether the next one may follow */
  async #send(item: Item): Promise<boolean> {
    await item.saved;
    // Another tab may have sent or dropped it while we waited for our turn.
    if (this.#items.get(item.outgoing.id) !== item || item.placedAt !== null) return true;
    const { id, roomId } = item.outgoing;
    this.#show(item, { state: 'sending' });
    try {
      const { seq } = await this.#request(item.outgoing);
      this.#waits.delete(roomId);
      this.#deps.placed(roomId, seq);
      this.#peers.tell({ type: 'sent', id, seq });
      this.#sent(item, seq);
      return true;
    } catch (thrown) {
      return this.#refused(item, asProblem(thrown));
    }
  }

  #request(outgoing: Outgoing) {
    const { id, roomId, text, replyTo, mentions, mentionsAll, from } = outgoing;
    if (from) return this.#deps.request('message.forward', { roomId, id, from });
    return this.#deps.request('message.send', {
      roomId,
      id,
      text,
      mentions,
      mentionsAll,
      ...(replyTo === null ? {} : { replyTo }),
    });
  }

  #refused(item: Item, error: ProblemError): boolean {
    const { roomId } = item.outgoing;
    if (!this.#items.has(item.outgoing.id)) return true;
    if (isPassing(error) || error.code === 'not_signed_in') {
      this.#show(item, { state: 'waiting' });
      this.#wait(roomId, askedWaitMs(error));
      return false;
    }
    this.#put({ ...item.outgoing, state: 'failed', error });
    return true;
  }

  /** Tries a room again later, unless a new line comes first. */
  #wait(roomId: string, leastMs: number): void {
    const wait = this.#waits.get(roomId) ?? { backoff: new Backoff(1_000, 60_000), timer: undefined };
    wait.timer = setTimeout(() => {
      wait.timer = undefined;
      void this.#drain(roomId);
    }, leastMs + wait.backoff.next());
    this.#waits.set(roomId, wait);
  }

  #sent(item: Item, seq: number): void {
    const { id, roomId } = item.outgoing;
    this.#deps.storage.deleteOutgoing(id);
    if (this.#deps.isKnown(roomId, id)) this.#remove(item);
    else if (this.#items.get(id) === item) {
      item.placedAt = seq;
      this.#deps.missing(roomId);
    }
  }

  #put(outgoing: Outgoing): void {
    const { storage } = this.#deps;
    const stored = toStored(outgoing);
    const saved = storage.saveOutgoing(stored);
    this.#items.set(outgoing.id, { outgoing, saved, placedAt: null });
    void saved.then(() => this.#peers.tell({ type: 'put', outgoing: stored }));
    this.#touch(outgoing.roomId);
  }

  #show(item: Item, part: Partial<Outgoing>): void {
    item.outgoing = { ...item.outgoing, ...part };
    this.#touch(item.outgoing.roomId);
  }

  #remove(item: Item): void {
    const { id, roomId } = item.outgoing;
    this.#items.delete(id);
    this.#deps.storage.deleteOutgoing(id);
    this.#touch(roomId);
  }

  #takeOver(stored: StoredOutgoing): void {
    this.#items.set(stored.id, { outgoing: fromStored(stored), saved: Promise.resolve(), placedAt: null });
    this.#touch(stored.roomId);
  }

  #hear(word: PeerWord): void {
    const item = this.#items.get(word.type === 'put' ? word.outgoing.id : word.id);
    if (word.type === 'put') {
      const { id, roomId } = word.outgoing;
      const isUnderWay = item && (item.placedAt !== null || item.outgoing.state === 'sending');
      if (isUnderWay || this.#deps.isKnown(roomId, id)) return;
      this.#takeOver(word.outgoing);
      void this.#drain(roomId);
    } else if (item && word.type === 'sent') this.#sent(item, word.seq);
    else if (item) this.#remove(item);
  }

  #touch(roomId: string): void {
    const { topics } = this.#deps;
    topics.touch('outbox');
    topics.touch(`timeline:${roomId}`);
    topics.touch(`room:${roomId}`);
    topics.touch('rooms');
  }
}
