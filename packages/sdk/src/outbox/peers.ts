import type { StoredOutgoing } from '../storage/storage.ts';

/** What tabs of one user tell each other about the outbox. */
export type PeerWord =
  | { type: 'put'; outgoing: StoredOutgoing }
  | { type: 'sent'; id: string; seq: number }
  | { type: 'discarded'; id: string };

/** How long to wait for another tab that is sending before we send too. */
const patienceMs = 5_000;

/**
 * The other tabs that share a storage. They hear of what is queued and sent, and one at a time sends a room's messages,
 * so that they go out in order. Where the browser has no locks, or the other tab hangs, both send: the ids make that
 * harmless. Without a shared storage there are no others.
 */
export class Peers {
  readonly #name: string | null;
  #channel: BroadcastChannel | null = null;

  constructor(userId: string | null, onWord: (word: PeerWord) => void) {
    this.#name = userId === null ? null : `hongyan.${userId}`;
    if (this.#name === null || typeof BroadcastChannel === 'undefined') return;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.addEventListener('message', (event: MessageEvent<PeerWord>) => onWord(event.data));
    // In Node a channel would keep the process alive.
    (this.#channel as { unref?(): void }).unref?.();
  }

  tell(word: PeerWord): void {
    this.#channel?.postMessage(word);
  }

  /** Runs `work` while no other tab runs its own for the same room. */
  async exclusively(roomId: string, work: () => Promise<void>): Promise<void> {
    if (this.#name === null || typeof navigator === 'undefined' || !navigator.locks) return work();
    let started = false;
    try {
      await navigator.locks.request(`${this.#name}.${roomId}`, { signal: AbortSignal.timeout(patienceMs) }, () => {
        started = true;
        return work();
      });
    } catch (error) {
      if (started) throw error;
      await work();
    }
  }

  close(): void {
    this.#channel?.close();
    this.#channel = null;
  }
}
