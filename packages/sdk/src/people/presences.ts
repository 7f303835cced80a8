import { limits, type Presence } from '@hongyan/protocol';
import type { Topics } from '../store/topics.ts';

const gatherMs = 100;
/** A line that is back within this time leaves what was known in view. */
const graceMs = 10_000;

/** How the users are at whom somebody here looks. The server is told the union of all viewers. */
export class Presences {
  readonly #topics: Topics;
  readonly #watch: (userIds: string[]) => Promise<readonly Presence[]>;
  readonly #viewers = new Map<string, number>();
  readonly #known = new Map<string, Presence>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #grace: ReturnType<typeof setTimeout> | undefined;
  #isOpen = false;

  constructor(topics: Topics, watch: (userIds: string[]) => Promise<readonly Presence[]>) {
    this.#topics = topics;
    this.#watch = watch;
  }

  of(userId: string): Presence | null {
    return this.#known.get(userId) ?? null;
  }

  view(userIds: readonly string[]): () => void {
    for (const userId of userIds) this.#count(userId, 1);
    this.#plan();
    let viewing = true;
    return () => {
      if (!viewing) return;
      viewing = false;
      for (const userId of userIds) this.#count(userId, -1);
      this.#plan();
    };
  }

  heard(presences: readonly Presence[]): void {
    for (const presence of presences) {
      if (!this.#viewers.has(presence.userId)) continue;
      this.#known.set(presence.userId, presence);
      this.#topics.touch(`presence:${presence.userId}`);
    }
  }

  /** The line is open; the server of this line knows no viewers yet. */
  resume(): void {
    this.#isOpen = true;
    clearTimeout(this.#grace);
    if (this.#viewers.size > 0) this.#plan();
  }

  /** Without a line nothing is known for long. */
  lost(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#grace = setTimeout(() => this.#forgetAll(), graceMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#grace);
  }

  #count(userId: string, by: number): void {
    const viewers = (this.#viewers.get(userId) ?? 0) + by;
    // Those who came last stand last.
    if (by > 0) this.#viewers.delete(userId);
    if (viewers > 0) this.#viewers.set(userId, viewers);
    else this.#viewers.delete(userId);
  }

  #plan(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#isOpen) void this.#tell();
    }, gatherMs);
  }

  async #tell(): Promise<void> {
    for (const userId of [...this.#known.keys()]) if (!this.#viewers.has(userId)) this.#forget(userId);
    try {
      // If there are more viewers than the server takes, those who came last count.
      this.heard(await this.#watch([...this.#viewers.keys()].slice(-limits.watchedPresences)));
    } catch {
      // Presence is not worth a retry of its own: the next change of viewers or the next line asks again.
    }
  }

  #forget(userId: string): void {
    this.#known.delete(userId);
    this.#topics.touch(`presence:${userId}`);
  }

  #forgetAll(): void {
    for (const userId of [...this.#known.keys()]) this.#forget(userId);
  }
}
