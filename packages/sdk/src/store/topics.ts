import type { StoreKey } from '../api.ts';

interface Cell {
  value: unknown;
  fresh: boolean;
}

/**
 * Values that are derived from the state, by the key under which one can listen to them. A value is made when it is
 * read and kept until its key is touched. Listeners are called once for all touches of one turn.
 */
export class Topics {
  readonly #cells = new Map<string, Cell>();
  readonly #listeners = new Map<StoreKey, Set<() => void>>();
  #touched = new Set<StoreKey>();

  /** Says that what `key` names may have changed. */
  touch(key: StoreKey): void {
    const cell = this.#cells.get(key);
    if (cell) cell.fresh = false;
    if (this.#touched.size === 0) queueMicrotask(() => this.#notify());
    this.#touched.add(key);
  }

  /** Reads a derived value. With `same`, an equal new value leaves the reference as it was. */
  read<T>(key: StoreKey, derive: () => T, same?: (before: T, after: T) => boolean): T {
    const cell = this.#cells.get(key);
    if (cell?.fresh) return cell.value as T;
    const value = derive();
    if (cell && same?.(cell.value as T, value)) {
      cell.fresh = true;
      return cell.value as T;
    }
    this.#cells.set(key, { value, fresh: true });
    return value;
  }

  isHeard(key: StoreKey): boolean {
    return this.#listeners.has(key);
  }

  subscribe(key: StoreKey, listener: () => void): () => void {
    const listeners = this.#listeners.get(key) ?? new Set();
    // One function may listen twice; each has its own end.
    const entry = () => listener();
    listeners.add(entry);
    this.#listeners.set(key, listeners);
    return () => {
      listeners.delete(entry);
      if (listeners.size === 0 && this.#listeners.get(key) === listeners) this.#listeners.delete(key);
    };
  }

  #notify(): void {
    const touched = this.#touched;
    this.#touched = new Set();
    for (const key of touched) {
      for (const listener of [...(this.#listeners.get(key) ?? [])]) callSafely(listener);
    }
  }
}

/** Calls a listener. What it throws is its own affair: it shows up, and the others are called all the same. */
export function callSafely<A extends unknown[]>(listener: (...args: A) => void, ...args: A): void {
  try {
    listener(...args);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
