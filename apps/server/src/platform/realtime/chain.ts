import type { Push } from './record.ts';

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
  /** In the order of their revisions. */
  #held: Push[] = [];

  get head(): number | null {
    return this.#head;
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
    for (const push of pushes) this.#head = Math.max(this.#head!, push.to);
    while (this.#held.length > 0 && this.#held[0]!.from <= this.#head!) {
      const next = this.#held.shift()!;
      this.#head = Math.max(this.#head!, next.to);
      pushes.push(next);
    }
    return pushes;
  }
}
