import type { Mark } from './marks.ts';

/** What one user saw of one room. */
export interface Seen {
  received: number;
  doubled: number;
  reordered: number;
  damaged: number;
  /** Numbers that were passed over and never came. */
  missing: number;
  /** The order in which the senders' messages came, as one number: the same for all who saw the same order. */
  orderHash: number;
  /** By sender, the number of the newest message. */
  last: Record<number, number>;
}

/** Checks every message that one user gets in one room: each once, in order, as it was sent. */
export class Receiver {
  readonly #last = new Map<number, number>();
  readonly #skipped = new Map<number, Set<number>>();
  #received = 0;
  #doubled = 0;
  #reordered = 0;
  #damaged = 0;
  #orderHash = 0;

  get received(): number {
    return this.#received;
  }

  take(mark: Mark, whole: boolean): void {
    if (!whole) this.#damaged += 1;
    const last = this.#last.get(mark.sender) ?? -1;
    if (mark.n <= last) {
      if (this.#skipped.get(mark.sender)?.delete(mark.n)) {
        this.#reordered += 1;
        this.#received += 1;
      } else this.#doubled += 1;
      return;
    }
    for (let n = last + 1; n < mark.n; n += 1) this.#skip(mark.sender, n);
    this.#last.set(mark.sender, mark.n);
    this.#received += 1;
    this.#orderHash = (Math.imul(this.#orderHash, 31) + mark.sender * 7919 + mark.n) | 0;
  }

  seen(): Seen {
    const missing = [...this.#skipped.values()].reduce((sum, numbers) => sum + numbers.size, 0);
    return {
      received: this.#received,
      doubled: this.#doubled,
      reordered: this.#reordered,
      damaged: this.#damaged,
      missing,
      orderHash: this.#orderHash,
      last: Object.fromEntries(this.#last),
    };
  }

  #skip(sender: number, n: number): void {
    const numbers = this.#skipped.get(sender);
    if (numbers) numbers.add(n);
    else this.#skipped.set(sender, new Set([n]));
  }
}
