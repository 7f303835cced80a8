/**
 * How long to wait before the next try: anywhere between nothing and a bound that doubles with each failure ("full
 * jitter"), so that clients that were cut off together do not come back together.
 */
export class Backoff {
  readonly #firstMs: number;
  readonly #maxMs: number;
  #failures = 0;

  constructor(firstMs: number, maxMs: number) {
    this.#firstMs = firstMs;
    this.#maxMs = maxMs;
  }

  /** Milliseconds to wait after one more failure. */
  next(): number {
    const bound = Math.min(this.#maxMs, this.#firstMs * 2 ** Math.min(this.#failures, 20));
    this.#failures += 1;
    return Math.random() * bound;
  }

  reset(): void {
    this.#failures = 0;
  }
}
