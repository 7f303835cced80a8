import type { CommandArgs, Subscription } from '@hongyan/protocol';
import type { Replica } from '../state/replica.ts';
import { touchSummary } from '../state/touches.ts';
import type { Storage } from '../storage/storage.ts';
import type { Topics } from '../store/topics.ts';
import { OwnWrites } from './own-writes.ts';

/** Marks that follow each other while somebody scrolls go out as one. */
const gatherMs = 300;
/** How long the server has to note that I have read my own message; it takes some seconds to gather. */
const ownMs = 15_000;

/** How far the user has read. A mark counts here at once and never goes back. */
export class Reads {
  readonly #replica: Replica;
  readonly #topics: Topics;
  readonly writes: OwnWrites<number>;
  /** Places of my own messages, which I have read without saying so. */
  readonly #own = new Map<string, number>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(deps: {
    replica: Replica;
    storage: Storage;
    topics: Topics;
    isOpen(): boolean;
    send(args: CommandArgs<'room.read'>): Promise<unknown>;
  }) {
    this.#replica = deps.replica;
    this.#topics = deps.topics;
    this.writes = new OwnWrites<number>({
      kind: 'read',
      storage: deps.storage,
      delayMs: gatherMs,
      isOpen: deps.isOpen,
      send: (roomId, seq) => deps.send({ roomId, seq }),
      revOf: (roomId) => this.#replica.subscription(roomId)?.rev ?? 0,
      isSaid: (roomId, seq) => {
        const row = this.#replica.subscription(roomId);
        return !row || (row.readSeq >= seq && !row.markedUnread);
      },
      touched: (roomId) => this.#touch(roomId),
    });
  }

  /** The user's own side of a room as it looks here. */
  seen(row: Subscription): Subscription {
    const marked = this.writes.get(row.roomId);
    const readSeq = Math.max(row.readSeq, marked ?? 0, this.#own.get(row.roomId) ?? 0);
    const markedUnread = row.markedUnread && marked === undefined;
    return readSeq === row.readSeq && markedUnread === row.markedUnread ? row : { ...row, readSeq, markedUnread };
  }

  mark(roomId: string, seq: number): void {
    const row = this.#replica.subscription(roomId);
    if (!row) return;
    const place = Math.min(seq, this.#replica.rooms.get(roomId)?.room.lastSeq ?? 0);
    const readSeq = Math.max(row.readSeq, this.writes.get(roomId) ?? 0);
    const isMarked = row.markedUnread && this.writes.get(roomId) === undefined;
    if (place > readSeq || isMarked) this.writes.set(roomId, Math.max(place, readSeq));
  }

  /** A message of mine is at this place. */
  wrote(roomId: string, seq: number): void {
    if (seq <= (this.#own.get(roomId) ?? this.#replica.subscription(roomId)?.readSeq ?? 0)) return;
    this.#own.set(roomId, seq);
    this.#touch(roomId);
    clearTimeout(this.#timers.get(roomId));
    this.#timers.set(
      roomId,
      setTimeout(() => this.#sayOwn(roomId), ownMs),
    );
  }

  stop(): void {
    this.writes.stop();
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  /** The server notes by itself what authors have read, but may lose that when it ends: then it is told. */
  #sayOwn(roomId: string): void {
    this.#timers.delete(roomId);
    const own = this.#own.get(roomId);
    if (own !== undefined) this.mark(roomId, own);
  }

  /** The server's row of a room came. */
  arrived(roomId: string): void {
    this.writes.arrived(roomId);
    const own = this.#own.get(roomId);
    if (own !== undefined && (this.#replica.subscription(roomId)?.readSeq ?? own) >= own) this.#own.delete(roomId);
  }

  #touch(roomId: string): void {
    const room = this.#replica.rooms.get(roomId)?.room;
    if (room) touchSummary(this.#topics, room);
    this.#topics.touch('rooms');
    this.#topics.touch('unread');
  }
}
