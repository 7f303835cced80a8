import { setTimeout as wait } from 'node:timers/promises';
import type { Db } from '../../platform/db/index.ts';
import type { Log } from '../../platform/log/index.ts';
import { type Pair, readFacts, readRelations } from './repo.ts';
import { type Facts, nobody, type Relation } from './view.ts';

const retryMs = 1_000;

export interface Loaded {
  facts: ReadonlyMap<string, Facts>;
  relations: readonly (Pair & Relation)[];
}

class Batch {
  readonly userIds = new Set<string>();
  readonly pairs = new Map<string, Pair>();
  readonly done = Promise.withResolvers<void>();

  constructor() {
    // Most do not wait for it.
    this.done.promise.catch(() => {});
  }
}

/**
 * Reads what presence follows from. One read at a time: what is asked meanwhile goes into the next one together, and
 * an older answer never comes after a newer one. What could not be read is tried again, so that a block always counts.
 */
export class Loader {
  readonly #options: { db: Db; log: Log; apply(loaded: Loaded): void };
  #next: Batch | null = null;
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(options: { db: Db; log: Log; apply(loaded: Loaded): void }) {
    this.#options = options;
  }

  /** Resolves when everything that is asked has been read after this call, and applied. */
  load(userIds: Iterable<string>, pairs: readonly Pair[] = []): Promise<void> {
    const batch = this.#ask(userIds, pairs);
    this.#running ??= this.#run();
    return batch.done.promise;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  #ask(userIds: Iterable<string>, pairs: Iterable<Pair>): Batch {
    this.#next ??= new Batch();
    for (const userId of userIds) this.#next.userIds.add(userId);
    for (const pair of pairs) this.#next.pairs.set(`${pair.viewerId}/${pair.targetId}`, pair);
    return this.#next;
  }

  async #run(): Promise<void> {
    while (this.#next && !this.#stopped) {
      const batch = this.#next;
      this.#next = null;
      try {
        this.#options.apply(await this.#read(batch));
        batch.done.resolve();
      } catch (error) {
        this.#options.log.warn({ err: error }, 'presence could not be read');
        batch.done.reject(error);
        this.#ask(batch.userIds, batch.pairs.values());
        await wait(retryMs, undefined, { ref: false });
      }
    }
    this.#running = null;
  }

  async #read(batch: Batch): Promise<Loaded> {
    const userIds = [...batch.userIds];
    const pairs = [...batch.pairs.values()];
    const found = await readFacts(this.#options.db, userIds);
    const relations = await readRelations(this.#options.db, pairs);
    return {
      facts: new Map(userIds.map((userId) => [userId, found.get(userId) ?? nobody])),
      relations: pairs.map((pair, index) => ({ ...pair, ...relations[index]! })),
    };
  }
}
