/**
 * Answers questions of many together: while a query is on its way, what is asked meanwhile goes into the next one. Alone
 * a question waits for nobody; a thousand at once (all clients come back) cost a few queries instead of a thousand. An
 * answer is never older than its question.
 */
export class Lookup<Value> {
  readonly #read: (keys: string[]) => Promise<ReadonlyMap<string, Value>>;
  #next: { keys: Set<string>; answer: PromiseWithResolvers<ReadonlyMap<string, Value>> } | null = null;
  #inFlight = 0;

  /** @param read gets different keys, at most `maxKeys`; what it does not find is left out */
  constructor(read: (keys: string[]) => Promise<ReadonlyMap<string, Value>>) {
    this.#read = read;
  }

  /** @throws what `read` throws */
  async get(key: string): Promise<Value | undefined> {
    if (this.#next && this.#next.keys.size >= maxKeys) this.#start();
    if (!this.#next) {
      this.#next = { keys: new Set(), answer: Promise.withResolvers() };
      if (this.#inFlight < maxInFlight) setImmediate(() => this.#start());
    }
    this.#next.keys.add(key);
    return (await this.#next.answer.promise).get(key);
  }

  #start(): void {
    const batch = this.#next;
    if (!batch) return;
    this.#next = null;
    this.#inFlight += 1;
    this.#read([...batch.keys])
      .then(batch.answer.resolve, batch.answer.reject)
      .finally(() => {
        this.#inFlight -= 1;
        this.#start();
      });
  }
}

const maxKeys = 200;
/** One that is held up does not hold up the others. */
const maxInFlight = 2;
