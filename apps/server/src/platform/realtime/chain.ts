import type { Push } from './record.ts';

/**
 * So long a push waits for the one before it, which another node published. Where two nodes write in one room, every
 * fifth comes too early, by some ten milliseconds under load; without the wait, each of these makes every client of the
 * room ask for what is on its way.
 */
export const holdMs = 250;
/** More than this are not held: whoever misses them is told how far behind they are. */
const maxHeld = 200;

/**
 * The order of one scope's pushes where several nodes publish them. Each says on which revision it follows. One that
 * comes before the one it follows is held, for the moment that this takes; so clients need not fetch what is on its way,
 * and nobody who was taken out of a room gets what came after that.
 */
export class Chain {
  /** The revision up to which everything was let go; null until it is known where the chain begins. */
  #head: number | null = null;
  #seen = 0;
  /** In the order of their revisions. */
  #held: Push[] = [];

  get head(): number | null {
    return this.#head;
  }

  /** The newest revision that a push was let go with. */
  get seen(): number {
    return this.#seen;
  }

  /** Whether something waits for what comes before it. */
  get isWaiting(): boolean {
    return this.#held.length > 0;
  }

  /** Takes a push. Returns those that may go on, in order. */
  offer(push: Push): Push[] {
    if (this.#head !== null && push.from <= this.#head) return this.#letGo([push]);
    this.hold(push);
    return [];
  }

  /** Takes a push that goes on only after the next `reach`. */
  hold(push: Push): void {
    const place = this.#held.findLastIndex((held) => held.from <= push.from) + 1;
    if (this.#held.length < maxHeld) this.#held.splice(place, 0, push);
  }

  /** Everything up to a revision is known by other means. Returns the pushes that may go on, in order. */
  reach(head: number): Push[] {
    this.#head = Math.max(head, this.#head ?? 0);
    return this.#letGo([]);
  }

  #letGo(pushes: Push[]): Push[] {
    for (const push of pushes) this.#pass(push);
    while (this.#held.length > 0 && this.#held[0]!.from <= this.#head!) {
      const next = this.#held.shift()!;
      this.#pass(next);
      pushes.push(next);
    }
    return pushes;
  }

  #pass({ to }: Push): void {
    this.#head = Math.max(this.#head!, to);
    this.#seen = Math.max(this.#seen, to);
  }
}
