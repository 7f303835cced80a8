import { ProblemError } from '@hongyan/protocol';
import type { Clock } from '../../platform/clock/index.ts';
import { type Db, lockRooms, nextRoomRevs, nextUserRevs } from '../../platform/db/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Live } from '../../platform/realtime/index.ts';
import { advanceReceipts, advanceSubscriptions, marksAhead, type ReadMark } from './read-repo.ts';

const gatherMs = 200;
const maxMarks = 50_000;
const marksPerWrite = 1_000;

interface Waiter {
  resolve(): void;
  reject(error: unknown): void;
}

interface Pending extends ReadMark {
  waiters: Waiter[];
}

/**
 * How far people have read. Marks of a moment are gathered and written together, so that a room in which hundreds
 * read the same message moves by one revision and not by hundreds. A mark never goes back. `read` resolves once the
 * mark is on disk; `note` is for the server's own knowledge (an author has read their own message) and may be lost
 * with the process, which shows one message too many as unread and nothing else.
 */
export class ReadMarks {
  readonly #deps: { db: Db; live: Live; clock: Clock; log: Log };
  #pending = new Map<string, Pending>();
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(deps: { db: Db; live: Live; clock: Clock; log: Log }) {
    this.#deps = deps;
  }

  read(userId: string, roomId: string, seq: number): Promise<void> {
    if (this.#pending.size >= maxMarks) return Promise.reject(new ProblemError('overloaded'));
    return new Promise((resolve, reject) => {
      this.#gather(userId, roomId, seq).waiters.push({ resolve, reject });
    });
  }

  note(userId: string, roomId: string, seq: number): void {
    if (this.#pending.size < maxMarks) this.#gather(userId, roomId, seq);
  }

  /** Writes what is gathered. */
  async drain(): Promise<void> {
    this.#flush();
    await this.#writing;
  }

  #gather(userId: string, roomId: string, seq: number): Pending {
    const key = `${userId}/${roomId}`;
    let mark = this.#pending.get(key);
    if (!mark) {
      mark = { userId, roomId, seq, waiters: [] };
      this.#pending.set(key, mark);
    }
    mark.seq = Math.max(mark.seq, seq);
    this.#timer ??= setTimeout(() => this.#flush(), gatherMs);
    return mark;
  }

  #flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const marks = [...this.#pending.values()];
    this.#pending = new Map();
    for (let start = 0; start < marks.length; start += marksPerWrite) {
      const part = marks.slice(start, start + marksPerWrite);
      // One after the other: two writes of one room would only wait for each other.
      this.#writing = this.#writing.then(() => this.#write(part));
    }
  }

  async #write(marks: Pending[]): Promise<void> {
    try {
      const publish = await this.#advance(marks);
      publish();
      for (const { waiters } of marks) for (const waiter of waiters) waiter.resolve();
    } catch (error) {
      this.#deps.log.warn({ err: error, marks: marks.length }, 'read marks could not be written');
      for (const { waiters } of marks) for (const waiter of waiters) waiter.reject(error);
    }
  }

  #advance(marks: readonly ReadMark[]): Promise<() => void> {
    const { db, live, clock } = this.#deps;
    return db.transaction().execute(async (tx) => {
      await lockRooms(tx, [...new Set(marks.map((mark) => mark.roomId))]);
      const ahead = await marksAhead(tx, marks);
      if (ahead.length === 0) return () => {};
      const told = ahead.filter((mark) => mark.receipts);
      const roomRevs = await nextRoomRevs(tx, [...new Set(told.map((mark) => mark.roomId))]);
      const receipts = await advanceReceipts(tx, told, clock.now(), roomRevs);
      const revs = await nextUserRevs(
        tx,
        ahead.map((mark) => mark.userId),
      );
      const subscriptions = await advanceSubscriptions(tx, ahead, revs);
      return () => {
        for (const [roomId, rev] of roomRevs) {
          live.room({ scope: roomId, from: rev - 1, to: rev, receipts: receipts.get(roomId) ?? [] });
        }
        for (const [userId, rev] of revs) {
          live.user(userId, { scope: 'me', from: rev - 1, to: rev, subscriptions: subscriptions.get(userId) ?? [] });
        }
      };
    });
  }
}
