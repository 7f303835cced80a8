import type { Db } from '../../platform/db/index.ts';
import type { Log } from '../../platform/log/index.ts';
import { writeLastSeen } from './repo.ts';

const gatherMs = 5_000;
const maxHeard = 10_000;

/** Writes when people were last seen: those of a few seconds in one statement, tried again if it fails. */
export class LastSeen {
  readonly #db: Db;
  readonly #log: Log;
  #seen = new Map<string, number>();
  /** The newest written ones: a read that began before may come after. */
  #written = new Map<string, number>();
  /** What other nodes write in these moments. */
  readonly #heard = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(db: Db, log: Log) {
    this.#db = db;
    this.#log = log;
  }

  note(userId: string, at: number): void {
    this.#seen.set(userId, Math.max(at, this.#seen.get(userId) ?? 0));
    this.#timer ??= setTimeout(() => void this.drain(), gatherMs).unref();
  }

  /** Another node saw somebody, and writes it. */
  hear(userId: string, at: number): void {
    if (this.#heard.size >= maxHeard) this.#heard.clear();
    this.#heard.set(userId, at);
  }

  /** What is not in the database yet, or has just come there; null if there is nothing. */
  newest(userId: string): number | null {
    const here = this.#seen.get(userId) ?? this.#written.get(userId) ?? 0;
    return Math.max(here, this.#heard.get(userId) ?? 0) || null;
  }

  /** Writes what is gathered. */
  drain(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    if (this.#seen.size === 0) return;
    const seen = this.#seen;
    this.#seen = new Map();
    this.#written = seen;
    try {
      await writeLastSeen(this.#db, seen);
    } catch (error) {
      this.#log.warn({ err: error }, 'last seen could not be written');
      for (const [userId, at] of seen) this.note(userId, at);
    }
  }
}
