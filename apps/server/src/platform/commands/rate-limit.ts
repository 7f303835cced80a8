import { ProblemError } from '@hongyan/protocol';
import type { Clock } from '../clock/index.ts';

/** How many at once, and after how many milliseconds as many again. */
export interface Rate {
  count: number;
  perMs: number;
}

const maxKeys = 100_000;

/**
 * A token bucket for each key. Keys are forgotten once their bucket is full again; if there are too many all the
 * same, those that were seen longest ago are.
 */
export class RateLimit {
  readonly #rate: Rate;
  readonly #clock: Clock;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(clock: Clock, rate: Rate) {
    this.#clock = clock;
    this.#rate = rate;
  }

  /** Takes one. @throws ProblemError `rate_limited` with the seconds after which there is one again */
  take(key: string): void {
    const now = this.#clock.now();
    const { count, perMs } = this.#rate;
    const bucket = this.#buckets.get(key) ?? { tokens: count, at: now };
    // A clock that is set back gives nothing and takes nothing.
    bucket.tokens = Math.min(count, bucket.tokens + (Math.max(0, now - bucket.at) / perMs) * count);
    bucket.at = now;
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > maxKeys) this.#forget(now);
    if (bucket.tokens < 1) {
      throw new ProblemError('rate_limited', { seconds: Math.ceil(((1 - bucket.tokens) / count) * (perMs / 1000)) });
    }
    bucket.tokens -= 1;
  }

  #forget(now: number): void {
    for (const [key, bucket] of this.#buckets) {
      if (this.#buckets.size <= maxKeys && now - bucket.at < this.#rate.perMs) return;
      this.#buckets.delete(key);
    }
  }
}
