import type { Channel, Nodes } from '../bus/index.ts';
import type { Clock } from '../clock/index.ts';
import { type Rate, RateLimit } from './rate-limit.ts';

/** What was taken within this time is told together. */
const gatherMs = 20;
/** Of what a limit gives, so much may all nodes together take without telling each other. */
const untoldShare = 0.1;

/** By limit: keys and how many were taken. */
type Taken = [limit: string, taken: [key: string, count: number][]][];

/**
 * Makes limits that count over all nodes: each tells the others what was taken from it, once it is enough to matter. So
 * those who are far from a limit cost no message, and nobody gets much more than it for spreading over nodes.
 */
export class RateLimits {
  readonly #clock: Clock;
  readonly #nodes: Nodes;
  readonly #channel: Channel<Taken>;
  readonly #limits = new Map<string, RateLimit>();
  #taken = new Map<string, Map<string, number>>();

  constructor(clock: Clock, nodes: Nodes) {
    this.#clock = clock;
    this.#nodes = nodes;
    this.#channel = nodes.channel('limits');
    this.#channel.on((taken) => {
      for (const [name, ofLimit] of taken)
        for (const [key, count] of ofLimit) this.#limits.get(name)?.takenElsewhere(key, count);
    });
  }

  /** @param name the same on all nodes, and no other limit's */
  make(name: string, rate: Rate): RateLimit {
    const limit = new RateLimit(this.#clock, rate, {
      untold: () => (this.#nodes.count === 1 ? null : Math.floor((rate.count * untoldShare) / this.#nodes.count)),
      tell: (key, count) => this.#tell(name, key, count),
    });
    this.#limits.set(name, limit);
    return limit;
  }

  #tell(name: string, key: string, count: number): void {
    if (this.#taken.size === 0) setTimeout(() => this.#flush(), gatherMs).unref();
    const ofLimit = this.#taken.get(name) ?? new Map<string, number>();
    this.#taken.set(name, ofLimit);
    ofLimit.set(key, (ofLimit.get(key) ?? 0) + count);
  }

  #flush(): void {
    const taken = this.#taken;
    this.#taken = new Map();
    this.#channel.tell([...taken].map(([name, ofLimit]) => [name, [...ofLimit]]));
  }
}
