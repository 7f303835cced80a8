import { Backoff } from '../line/backoff.ts';
import { askedWaitMs, asProblem, isPassing } from '../line/retry.ts';
import type { Intent, Storage } from '../storage/storage.ts';

export interface OwnWritesOptions<T> {
  kind: Intent['kind'];
  storage: Storage;
  /** How long to gather before telling the server. */
  delayMs: number;
  isOpen(): boolean;
  /** Tells the server. @throws ProblemError */
  send(roomId: string, value: T): Promise<unknown>;
  /** The revision of the row that the value will end up in; 0 while there is none. */
  revOf(roomId: string): number;
  /** Whether the row already says what the value says. */
  isSaid(roomId: string, value: T): boolean;
  touched(roomId: string): void;
}

/** States, in order: not told yet (`toldAfter` null); told, and waiting for its row to come back. */
interface Entry<T> {
  value: T;
  /** The row's revision before the server was told. */
  toldAfter: number | null;
  /** Read from the storage: another tab may have changed or told it since. */
  isStored: boolean;
}

/**
 * What the user did here that the server keeps, one value a room: it counts here at once, is kept by the storage, is
 * told to the server when there is a line, and gives way to the server's row once that has come.
 */
export class OwnWrites<T> {
  readonly #options: OwnWritesOptions<T>;
  readonly #entries = new Map<string, Entry<T>>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #telling = new Set<string>();
  readonly #backoff = new Backoff(1_000, 60_000);

  constructor(options: OwnWritesOptions<T>) {
    this.#options = options;
  }

  /** What was done here and has not come back yet. */
  get(roomId: string): T | undefined {
    return this.#entries.get(roomId)?.value;
  }

  set(roomId: string, value: T): void {
    const { kind, storage, touched, delayMs } = this.#options;
    this.#entries.set(roomId, { value, toldAfter: null, isStored: false });
    storage.saveIntent({ kind, roomId, value });
    touched(roomId);
    this.#plan(roomId, delayMs);
  }

  /** Takes in what the storage held. */
  restore(intents: readonly Intent[]): void {
    for (const { kind, roomId, value } of intents) {
      if (kind !== this.#options.kind || this.#entries.has(roomId)) continue;
      this.#entries.set(roomId, { value: value as T, toldAfter: null, isStored: true });
      this.#options.touched(roomId);
    }
  }

  /** A row of a room came. */
  arrived(roomId: string): void {
    const entry = this.#entries.get(roomId);
    if (!entry || entry.toldAfter === null || this.#options.revOf(roomId) <= entry.toldAfter) return;
    this.#drop(roomId);
  }

  /** The line is open: tells what is left. */
  resume(): void {
    for (const [roomId, entry] of this.#entries) if (entry.toldAfter === null) this.#plan(roomId, 0);
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  #plan(roomId: string, delayMs: number): void {
    clearTimeout(this.#timers.get(roomId));
    this.#timers.set(
      roomId,
      setTimeout(() => void this.#tell(roomId), delayMs),
    );
  }

  async #tell(roomId: string): Promise<void> {
    const { isOpen, send, revOf, isSaid } = this.#options;
    this.#timers.delete(roomId);
    if (this.#telling.has(roomId)) return;
    const entry = await this.#current(roomId);
    if (!entry || entry.toldAfter !== null || !isOpen()) return;
    this.#telling.add(roomId);
    const revBefore = revOf(roomId);
    try {
      await send(roomId, entry.value);
      this.#backoff.reset();
      this.#told(roomId, entry, () => revOf(roomId) > revBefore || isSaid(roomId, entry.value), revBefore);
    } catch (thrown) {
      const error = asProblem(thrown);
      if (!isPassing(error)) this.#told(roomId, entry, () => true, revBefore);
      else if (isOpen()) this.#plan(roomId, askedWaitMs(error) + this.#backoff.next());
    } finally {
      this.#telling.delete(roomId);
    }
    // Changed while it was being told.
    const now = this.#entries.get(roomId);
    if (now && now !== entry && now.toldAfter === null) this.#plan(roomId, this.#options.delayMs);
  }

  #told(roomId: string, entry: Entry<T>, isBack: () => boolean, revBefore: number): void {
    if (this.#entries.get(roomId) !== entry) return;
    this.#options.storage.deleteIntent(this.#options.kind, roomId);
    entry.toldAfter = revBefore;
    if (isBack()) this.#drop(roomId);
  }

  /** The entry as it is now: of those that were read from the storage another tab may have taken care. */
  async #current(roomId: string): Promise<Entry<T> | undefined> {
    const entry = this.#entries.get(roomId);
    if (!entry?.isStored) return entry;
    const { kind, storage } = this.#options;
    const intent = await storage.readIntent(kind, roomId);
    if (this.#entries.get(roomId) !== entry) return this.#entries.get(roomId);
    entry.isStored = false;
    if (!intent) {
      this.#drop(roomId);
      return undefined;
    }
    entry.value = intent.value as T;
    this.#options.touched(roomId);
    return entry;
  }

  #drop(roomId: string): void {
    this.#entries.delete(roomId);
    this.#options.touched(roomId);
  }
}
