import { ProblemError } from '@hongyan/protocol';

/** One write that waits for its batch. */
interface Waiting<Job, Answer> {
  job: Job;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/** What a batch says of each of its jobs, in their order. An error is that job's own. */
export type Outcome<Answer> = { answer: Answer } | { error: unknown };

export interface SendQueueOptions<Job, Answer> {
  roomOf(job: Job): string;
  /** Writes a batch in one transaction. Throws only if nothing was written. */
  write(jobs: Job[]): Promise<Outcome<Answer>[]>;
  /** Whether an error of `write` is due to one job's content, so that its neighbours are worth another try. */
  isJobsFault(error: unknown): boolean;
}

/** While a batch is on its way, what comes gathers: the larger the batches, the less each message costs. */
const patienceMs = 100;
/** A batch that takes longer (a lock, a slow disk) does not hold up the other rooms. */
const maxInFlight = 3;
const maxBatch = 500;
const maxPerRoom = 200;
/** A few seconds' worth on a small machine: who waits longer had better be told. */
const maxWaiting = 10_000;

/**
 * Group commit. Jobs gather while an earlier batch is on its way to the disk, so the more load there is, the fewer
 * commits a message costs, and alone it waits for nobody.
 *
 * Promises: a room's jobs are written in the order in which they came, and a room is never in two batches at once.
 * A job is answered after the commit only. What waits is bounded: beyond it, `overloaded` at once.
 */
export class SendQueue<Job, Answer> {
  readonly #options: SendQueueOptions<Job, Answer>;
  /** Waiting jobs by room; the rooms stand in the order in which they came to wait. */
  readonly #rooms = new Map<string, Waiting<Job, Answer>[]>();
  readonly #busyRooms = new Set<string>();
  #waiting = 0;
  #inFlight = 0;
  /** Batches on their way that are no longer waited for. */
  #slow = 0;
  #scheduled = false;

  constructor(options: SendQueueOptions<Job, Answer>) {
    this.#options = options;
  }

  send(job: Job): Promise<Answer> {
    if (this.#waiting >= maxWaiting) return Promise.reject(new ProblemError('overloaded'));
    return new Promise((resolve, reject) => {
      const roomId = this.#options.roomOf(job);
      const waiting = this.#rooms.get(roomId);
      if (waiting) waiting.push({ job, resolve, reject });
      else this.#rooms.set(roomId, [{ job, resolve, reject }]);
      this.#waiting += 1;
      this.#schedule();
    });
  }

  /** Resolves when nothing waits and nothing is on its way. */
  async drain(): Promise<void> {
    while (this.#waiting > 0 || this.#inFlight > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  /** Takes what came in this turn of the event loop together. */
  #schedule(): void {
    if (this.#scheduled || this.#inFlight > this.#slow || this.#inFlight >= maxInFlight) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      const { batch, roomIds } = this.#take();
      if (batch.length > 0) void this.#run(batch, roomIds);
    });
  }

  #take(): { batch: Waiting<Job, Answer>[]; roomIds: string[] } {
    const batch: Waiting<Job, Answer>[] = [];
    const roomIds: string[] = [];
    for (const [roomId, waiting] of this.#rooms) {
      if (this.#busyRooms.has(roomId)) continue;
      const room = Math.min(maxPerRoom, maxBatch - batch.length);
      if (room === 0) break;
      batch.push(...waiting.splice(0, room));
      roomIds.push(roomId);
      this.#rooms.delete(roomId);
      // A busy room goes to the end of the line.
      if (waiting.length > 0) this.#rooms.set(roomId, waiting);
      if (batch.length >= maxBatch) break;
    }
    return { batch, roomIds };
  }

  async #run(batch: Waiting<Job, Answer>[], roomIds: string[]): Promise<void> {
    this.#inFlight += 1;
    this.#waiting -= batch.length;
    for (const roomId of roomIds) this.#busyRooms.add(roomId);
    let isSlow = false;
    const patience = setTimeout(() => {
      isSlow = true;
      this.#slow += 1;
      if (this.#waiting > 0) this.#schedule();
    }, patienceMs);
    await this.#write(batch);
    clearTimeout(patience);
    if (isSlow) this.#slow -= 1;
    for (const roomId of roomIds) this.#busyRooms.delete(roomId);
    this.#inFlight -= 1;
    if (this.#waiting > 0) this.#schedule();
  }

  async #write(batch: Waiting<Job, Answer>[]): Promise<void> {
    try {
      const outcomes = await this.#options.write(batch.map((waiting) => waiting.job));
      batch.forEach((waiting, index) => {
        const outcome = outcomes[index]!;
        if ('answer' in outcome) waiting.resolve(outcome.answer);
        else waiting.reject(outcome.error);
      });
    } catch (error) {
      if (batch.length === 1 || !this.#options.isJobsFault(error)) {
        for (const waiting of batch) waiting.reject(error);
        return;
      }
      for (const waiting of batch) await this.#write([waiting]);
    }
  }
}
