import { limits, type Message } from '@hongyan/protocol';
import type { Client } from '../api.ts';
import { asProblem, isPassing } from '../line/retry.ts';
import type { Replica } from '../state/replica.ts';

interface Arrival {
  /** Whether it was heard of as it happened. */
  live: boolean;
  /** The last place of the room's snapshot, once that has come. */
  lastSeq: number | null;
  /** Messages that came after the snapshot, and wait for those before them. */
  waiting: [message: Message, live: boolean][];
}

/**
 * Rooms that somebody took the user into while this client was looking. Such a room comes as a snapshot with its newest
 * message alone; what was written between the user's coming in and the snapshot is new to them all the same. So it is
 * fetched and told, in order with what follows.
 */
export class Arrivals {
  readonly #deps: { replica: Replica; request: Client['call']; tell(message: Message, live: boolean): void };
  readonly #rooms = new Map<string, Arrival>();

  constructor(deps: { replica: Replica; request: Client['call']; tell(message: Message, live: boolean): void }) {
    this.#deps = deps;
  }

  /** The user came into a room. */
  joined(roomId: string, live: boolean): void {
    if (!this.#deps.replica.rooms.has(roomId)) this.#rooms.set(roomId, { live, lastSeq: null, waiting: [] });
  }

  /** A snapshot of a room came. */
  reset(roomId: string, lastSeq: number): void {
    const arrival = this.#rooms.get(roomId);
    if (arrival?.lastSeq === null) arrival.lastSeq = lastSeq;
  }

  /** Tells of a message, or keeps it until those before it have come. */
  told(message: Message, live: boolean): void {
    const arrival = this.#rooms.get(message.roomId);
    if (arrival) arrival.waiting.push([message, live]);
    else this.#deps.tell(message, live);
  }

  /** Fetches and tells what is new in the rooms that have come. @throws ProblemError if that is to be tried again */
  async settle(): Promise<void> {
    const { replica, tell } = this.#deps;
    for (const [roomId, arrival] of this.#rooms) {
      const subscription = replica.subscription(roomId);
      if (subscription && !replica.rooms.has(roomId)) continue;
      const { live, lastSeq, waiting } = arrival;
      const missed = subscription && lastSeq !== null ? await this.#fetch(roomId, subscription.readSeq, lastSeq) : [];
      this.#rooms.delete(roomId);
      for (const message of missed) tell(message, live);
      for (const [message, wasLive] of waiting) tell(message, wasLive);
    }
  }

  /** The messages between two places, the later one included. */
  async #fetch(roomId: string, after: number, lastSeq: number): Promise<Message[]> {
    if (lastSeq <= after) return [];
    const { replica, request } = this.#deps;
    const fetch = replica.fetches.begin(roomId);
    try {
      const { messages, users } = await request('message.page', { roomId, after, limit: limits.page });
      replica.addUsers(users);
      replica.addPage(fetch, { messages, stay: true, max: limits.page * 2 });
      return messages.filter((message) => message.seq <= lastSeq);
    } catch (error) {
      if (isPassing(asProblem(error))) throw error;
      return [];
    } finally {
      replica.fetches.end(fetch);
    }
  }
}
