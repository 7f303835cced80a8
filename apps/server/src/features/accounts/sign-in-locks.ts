import { nameKey } from '@hongyan/protocol';
import type { Clock } from '../../platform/clock/index.ts';

/** Four may fail; from the fifth on the login is locked, each time for twice as long. */
const free = 5;
const firstMs = 60_000;
const longestMs = 3_600_000;

const maxLogins = 100_000;

/**
 * Counts failed attempts by what was typed, whether somebody has that login or not: a name and an address count apart,
 * so that nobody learns from a lock whose they are, or that they belong together.
 */
export class SignInLocks {
  readonly #clock: Clock;
  readonly #logins = new Map<string, { failed: number; lockedUntil: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Until when a login is locked, or null. */
  lockedUntil(login: string): number | null {
    const until = this.#logins.get(nameKey(login))?.lockedUntil ?? 0;
    return until > this.#clock.now() ? until : null;
  }

  /**
   * Counts one more attempt, before the password is looked at, so that attempts side by side count too.
   * @returns until when it is locked, or null if the attempt may go on
   */
  count(login: string): number | null {
    const locked = this.lockedUntil(login);
    if (locked !== null) return locked;
    const key = nameKey(login);
    const failed = (this.#logins.get(key)?.failed ?? 0) + 1;
    const lockMs = failed < free ? 0 : Math.min(longestMs, firstMs * 2 ** (failed - free));
    this.#logins.delete(key);
    this.#logins.set(key, { failed, lockedUntil: this.#clock.now() + lockMs });
    if (this.#logins.size > maxLogins) this.#forgetOldest();
    return null;
  }

  /** Opens a login again: its password was right, or is a new one. */
  open(login: string): void {
    this.#logins.delete(nameKey(login));
  }

  #forgetOldest(): void {
    for (const key of [...this.#logins.keys()].slice(0, maxLogins / 10)) this.#logins.delete(key);
  }
}
