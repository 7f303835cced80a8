import { ProblemError } from '@hongyan/protocol';
import type { Clock } from '../../platform/clock/index.ts';
import { type Db, lockRooms, nextRoomRevs, nextUserRevs, retryDeadlock } from '../../platform/db/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Live } from '../../platform/realtime/index.ts';
import { advanceReceipts, advanceSubscriptions, marksAhead, type ReadMark } from './read-repo.ts';

const gatherMs = 200;
/** Authors' own marks may wait: a client knows that it has read what it wrote, and nobody else looks this soon. */
const noteMs = 5_000;
const maxMarks = 50_000;
const marksPerWrite = 1_000;

interface Waiter {
  resolve(): void;
  reject(error: unknown): void;
}

interface Pending extends ReadMark {
  waiters: Waiter[];
}

/** The highest mark of each user and room since the last flush, which comes `ms` after the first of them. */
class Gathered {
  readonly #ms: number;
  readonly #flushed: (marks: Pending[]) => void;
  #marks = new Map<string, Pending>();
  #timer: NodeJS.Timeout | null = null;

  constructor(ms: number, flushed: (marks: Pending[]) => void) {
    this.#ms = ms;
    this.#flushed = flushed;
  }

  get size(): number {
    return this.#marks.size;
  }

  add(userId: string, roomId: string, seq: number): Pending {
    const key = `${userId}/${roomId}`;
    let mark = this.#marks.get(key);
    if (!mark) {
      mark = { userId, roomId, seq, waiters: [] };
      this.#marks.set(key, mark);
    }
    mark.seq = Math.max(mark.seq, seq);
    this.#timer ??= setTimeout(() => this.flush(), this.#ms);
    return mark;
  }

  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const marks = [...this.#marks.values()];
    this.#marks = new Map();
    if (marks.length > 0) this.#flushed(marks);
  }
}

/**
 * How far people have read. Marks of a moment are gathered and written together, so that a room in which hundreds
 * read the same message moves by one revision and not by hundreds. A mark never goes back. `read` resolves once the
 * mark is on disk; `note` is for the server's own knowledge (an author has read their own message): it is written some
 * seconds later, so that who writes much costs one mark and not one a message, and may be lost with the process. Clients
 * count their own messages as read by themselves, and say so if the note does not come.
 */
export class ReadMarks {
  readonly #deps: { db: Db; live: Live; clock: Clock; log: Log };
  readonly #said = new Gathered(gatherMs, (marks) => this.#queue(marks));
  readonly #noted = new Gathered(noteMs, (marks) => this.#queue(marks));
  #writing: Promise<void> = Promise.resolve();

  constructor(deps: { db: Db; live: Live; clock: Clock; log: Log }) {
    this.#deps = deps;
  }

  read(userId: string, roomId: string, seq: number): Promise<void> {
    if (this.#said.size >= maxMarks) return Promise.reject(new ProblemError('overloaded'));
    return new Promise((resolve, reject) => {
      this.#said.add(userId, roomId, seq).waiters.push({ resolve, reject });
    });
  }

  note(userId: string, roomId: string, seq: number): void {
    if (this.#noted.size < maxMarks) this.#noted.add(userId, roomId, seq);
  }

  /** Writes what is gathered. */
  async drain(): Promise<void> {
    this.#said.flush();
    this.#noted.flush();
    await this.#writing;
  }

  #queue(marks: Pending[]): void {
    for (let start = 0; start < marks.length; start += marksPerWrite) {
      const part = marks.slice(start, start + marksPerWrite);
      // One after the other: two writes of one room would only wait for each other.
      this.#writing = this.#writing.then(() => this.#write(part));
    }
  }

  async #write(marks: Pending[]): Promise<void> {
    try {
      const publish = await retryDeadlock(() => this.#advance(marks));
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
