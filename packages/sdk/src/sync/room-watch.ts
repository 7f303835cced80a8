import { asProblem, isPassing } from '../line/retry.ts';
import type { Replica } from '../state/replica.ts';

export interface RoomWatchDeps {
  replica: Replica;
  isOpen(): boolean;
  tell(roomId: string, watch: boolean): Promise<unknown>;
  /** Brings a room up to the present. @throws ProblemError */
  refresh(roomId: string): Promise<void>;
}

/** A room that nobody looks at any more is kept so long: going back is quick, and two views may follow each other. */
const graceMs = 30_000;
const retryMs = 5_000;

/**
 * Rooms that somebody here looks at. Those of which the user is a member come by themselves; the others come while they
 * are watched, and are forgotten after.
 */
export class RoomWatch {
  readonly #deps: RoomWatchDeps;
  readonly #viewers = new Map<string, number>();
  readonly #ends = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(deps: RoomWatchDeps) {
    this.#deps = deps;
  }

  view(roomId: string): () => void {
    clearTimeout(this.#ends.get(roomId));
    this.#ends.delete(roomId);
    this.#viewers.set(roomId, (this.#viewers.get(roomId) ?? 0) + 1);
    if (!this.#deps.replica.watched.has(roomId)) {
      this.#deps.replica.watched.add(roomId);
      void this.#begin(roomId);
    }
    let viewing = true;
    return () => {
      if (!viewing) return;
      viewing = false;
      const viewers = this.#viewers.get(roomId)! - 1;
      if (viewers > 0) this.#viewers.set(roomId, viewers);
      else this.#plan(roomId);
    };
  }

  /** The line is open; the server of this line knows of no watched room yet. */
  resume(): void {
    for (const roomId of this.#deps.replica.watched) void this.#begin(roomId);
  }

  /** The user is no longer a member of a room that is looked at: perhaps it may still be read. */
  left(roomId: string): void {
    void this.#begin(roomId);
  }

  stop(): void {
    for (const timer of this.#ends.values()) clearTimeout(timer);
  }

  async #begin(roomId: string): Promise<void> {
    const { replica, isOpen, tell, refresh } = this.#deps;
    if (!isOpen() || replica.subscription(roomId)) return;
    try {
      // In this order: what changes after the watch began is pushed, what changed before it is fetched.
      await tell(roomId, true);
      await refresh(roomId);
    } catch (thrown) {
      if (!replica.watched.has(roomId) || replica.subscription(roomId)) return;
      if (!isPassing(asProblem(thrown))) replica.forget(roomId);
      else if (isOpen()) setTimeout(() => void this.#begin(roomId), retryMs);
    }
  }

  #plan(roomId: string): void {
    this.#viewers.delete(roomId);
    this.#ends.set(
      roomId,
      setTimeout(() => this.#end(roomId), graceMs),
    );
  }

  #end(roomId: string): void {
    const { replica, isOpen, tell } = this.#deps;
    this.#ends.delete(roomId);
    replica.watched.delete(roomId);
    if (replica.subscription(roomId)) return;
    replica.forget(roomId);
    // Without an answer the line is gone, and the watch with it.
    if (isOpen()) void tell(roomId, false).catch(() => {});
  }
}
