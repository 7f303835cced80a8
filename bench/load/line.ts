/** One user's line to a server under load. */
export interface Line {
  /** Sends a body; resolves when the server has taken it for good. Rejects if it refuses. */
  send(room: number, body: string): Promise<void>;
  cut(): void;
}

/** A user of the scenario, by index, with what opens their line. */
export interface LoadUser {
  index: number;
  /** A token or password; the peer knows which. */
  secret: string;
  /** By index, the rooms that they are in. */
  rooms: number[];
}

/** Where a peer listens, and what its lines need to know. */
export interface Endpoint {
  kind: 'hongyan' | 'bare' | 'socket.io' | 'xmpp';
  host: string;
  port: number;
  /** The ports of all nodes, where there are several: users take them in turn. */
  nodePorts?: number[];
  /** By index of the scenario, what the server calls the room. */
  roomNames: string[];
  /** Of `direct` scenarios: rooms are pairs of users, and XMPP has no room for them. */
  direct: boolean;
}

/** Opens a user's line. `onText` gets whatever comes, read as Latin-1; it may hold any number of messages. */
export type OpenLine = (endpoint: Endpoint, user: LoadUser, onText: (text: string) => void) => Promise<Line>;

/** Answers that are waited for, in the order of their numbers. */
export class Answers {
  readonly #waiting = new Map<number, { resolve(): void; reject(error: Error): void }>();
  #last = 0;

  next(): { id: number; answer: Promise<void> } {
    const id = (this.#last += 1);
    const answer = new Promise<void>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    return { id, answer };
  }

  resolve(id: number): void {
    this.#waiting.get(id)?.resolve();
    this.#waiting.delete(id);
  }

  reject(id: number, reason: string): void {
    this.#waiting.get(id)?.reject(new Error(reason));
    this.#waiting.delete(id);
  }
}
