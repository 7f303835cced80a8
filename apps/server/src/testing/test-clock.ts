import type { Clock } from '../platform/clock/index.ts';

/** The real time, and what a test adds to it. */
export class TestClock implements Clock {
  #aheadMs = 0;

  now(): number {
    return Date.now() + this.#aheadMs;
  }

  /** Moves the time on, or with a negative number back. */
  advance(ms: number): void {
    this.#aheadMs += ms;
  }
}
