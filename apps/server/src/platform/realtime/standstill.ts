const lookMs = 500;
const longMs = 3_000;

/**
 * Notices that this process stood still, because it was stopped (SIGSTOP) or the machine slept. What comes in at the
 * moment when it wakes is handled before any timer, so whoever must not act on what is stale asks here first.
 */
export class Standstill {
  readonly #looking: NodeJS.Timeout;
  /** By both clocks: the monotonic one stops while a machine sleeps. */
  #steady = performance.now();
  #wall = Date.now();

  /** @param onStood called when nobody asked first */
  constructor(onStood: () => void) {
    this.#looking = setInterval(() => this.hasStood() && onStood(), lookMs).unref();
  }

  /** Whether it stood still for some seconds since it was last asked. A wall clock that is set counts too. */
  hasStood(): boolean {
    const [steady, wall] = [performance.now(), Date.now()];
    const stood = steady - this.#steady > longMs || Math.abs(wall - this.#wall) > longMs;
    this.#steady = steady;
    this.#wall = wall;
    return stood;
  }

  stop(): void {
    clearInterval(this.#looking);
  }
}
