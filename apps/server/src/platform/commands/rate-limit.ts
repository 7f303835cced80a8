import { ProblemError } from '@hongyan/protocol';
import type { Clock } from '../clock/index.ts';

/** How many at once, and after how many milliseconds as many again. */
export interface Rate {
  count: number;
  perMs: number;
}

/** How a limit counts together with those of other nodes. */
export interface Sharing {
  /** How many of one key may be taken here before the others are told; null if there are no others. */
  untold(): number | null;
  tell(key: string, count: number): void;
}

interface Bucket {
  tokens: number;
  at: number;
  /** Taken here since the other nodes were told. */
  untold: number;
}

const alone: Sharing = { untold: () => null, tell: () => {} };

const maxKeys = 100_000;
/** Forgotten together, because each look for the oldest is dear. */
const forgottenAtOnce = maxKeys / 10;
/** Whoever waits exactly as long as they were told has waited long enough, whatever fractions add up to. */
const rounding = 1e-6;

/**
 * A token bucket for each key. Keys are forgotten once their bucket is full again; if there are too many all the
 * same, those that were seen longest ago are.
 */
export class RateLimit {
  readonly #rate: Rate;
  readonly #clock: Clock;
  readonly #sharing: Sharing;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock, rate: Rate, sharing = alone) {
    this.#clock = clock;
    this.#rate = rate;
    this.#sharing = sharing;
  }

  /** Takes one. @throws ProblemError `rate_limited` with the seconds after which there is one again */
  take(key: string): void {
    const seconds = this.#wait(key);
    if (seconds > 0) throw new ProblemError('rate_limited', { seconds });
  }

  /** Takes one if there is one. Returns whether there was. */
  tryTake(key: string): boolean {
    return this.#wait(key) === 0;
  }

  /** Others took some on another node. A debt is bounded, so that nobody waits longer than they would for a full one. */
  takenElsewhere(key: string, count: number): void {
    const bucket = this.#refill(key);
    bucket.tokens = Math.max(-this.#rate.count, bucket.tokens - count);
  }

  /** Takes one and returns 0, or returns the seconds after which there is one again. */
  #wait(key: string): number {
    const { count, perMs } = this.#rate;
    const bucket = this.#refill(key);
    const seconds = ((1 - bucket.tokens) / count) * (perMs / 1000);
    if (seconds > rounding) return Math.ceil(seconds - rounding);
    bucket.tokens -= 1;
    this.#share(key, bucket);
    return 0;
  }

  #share(key: string, bucket: Bucket): void {
    const mayBeUntold = this.#sharing.untold();
    if (mayBeUntold === null) return;
    bucket.untold += 1;
    if (bucket.untold <= mayBeUntold) return;
    this.#sharing.tell(key, bucket.untold);
    bucket.untold = 0;
  }

  /** A key's bucket with what it has by now. */
  #refill(key: string): Bucket {
    const now = this.#clock.now();
    const { count, perMs } = this.#rate;
    const bucket = this.#buckets.get(key) ?? { tokens: count, at: now, untold: 0 };
    // A clock that is set back gives nothing and takes nothing.
    bucket.tokens = Math.min(count, bucket.tokens + (Math.max(0, now - bucket.at) / perMs) * count);
    bucket.at = now;
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > maxKeys) this.#forget(now);
    return bucket;
  }

  #forget(now: number): void {
    for (const [key, bucket] of this.#buckets) {
      if (this.#buckets.size <= maxKeys - forgottenAtOnce && now - bucket.at < this.#rate.perMs) return;
      this.#buckets.delete(key);
    }
  }
}

/**
 * What an address is counted by: an IPv4 address whole, of an IPv6 address the /64, which one customer has to
 * themselves (RFC 6177).
 */
export function addressKey(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1]!;
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().split('%')[0]!.split('::');
  const start = head === '' ? [] : head.split(':');
  const end = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - start.length - end.length)).fill('0');
  const groups = [...start, ...zeros, ...end].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${groups.join(':')}::/64`;
}
