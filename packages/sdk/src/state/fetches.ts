import type { Message } from '@hongyan/protocol';

/** Rows of a room on their way here. */
export interface Fetch {
  readonly roomId: string;
  /** The room was reset or forgotten meanwhile: what comes is of no use. */
  voided: boolean;
  /** Messages that changed meanwhile. The fetched rows may be older than these. */
  readonly missed: Message[];
}

/**
 * Fetches that are under way. A page may be read before a change and arrive after it; what changed in the meantime is
 * noted here and laid over the page.
 */
export class Fetches {
  readonly #active = new Map<string, Set<Fetch>>();

  begin(roomId: string): Fetch {
    const fetch: Fetch = { roomId, voided: false, missed: [] };
    const active = this.#active.get(roomId) ?? new Set();
    active.add(fetch);
    this.#active.set(roomId, active);
    return fetch;
  }

  end(fetch: Fetch): void {
    const active = this.#active.get(fetch.roomId);
    active?.delete(fetch);
    if (active?.size === 0) this.#active.delete(fetch.roomId);
  }

  /** Notes what came live. */
  note(roomId: string, messages: readonly Message[]): void {
    for (const fetch of this.#active.get(roomId) ?? []) fetch.missed.push(...messages);
  }

  void(roomId: string): void {
    for (const fetch of this.#active.get(roomId) ?? []) fetch.voided = true;
  }
}
