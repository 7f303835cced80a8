import type { Connection, ConnectionView } from '../api.ts';
import { callSafely } from '../store/topics.ts';

/** The state of the line, to look at. */
export class ConnectionState implements ConnectionView {
  #now: Connection = { state: 'offline', since: Date.now(), nextRetryAt: null };
  readonly #listeners = new Set<() => void>();

  get(): Connection {
    return this.#now;
  }

  subscribe(listener: () => void): () => void {
    const entry = () => listener();
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  }

  set(state: Connection['state'], nextRetryAt: number | null = null): void {
    if (state === this.#now.state && nextRetryAt === this.#now.nextRetryAt) return;
    const since = state === this.#now.state ? this.#now.since : Date.now();
    this.#now = { state, since, nextRetryAt };
    for (const listener of [...this.#listeners]) callSafely(listener);
  }
}
