/**
 * Carries messages between the nodes: at most once, each sender's in its order, never back to the sender. Nothing here
 * waits or fails. What is published while the bus is away is lost, so whoever must not miss anything reads the database
 * while it is away and once when it is back.
 */
export interface Bus {
  readonly isUp: boolean;
  /** Bytes that a message may have. What is longer is not sent. */
  readonly longest: number;
  publish(subject: string, payload: Uint8Array): void;
  /** @param handler gets bytes that are its own only until it returns @returns what ends the subscription */
  subscribe(subject: string, handler: (payload: Uint8Array) => void): () => void;
  /** Resolves once every subscription made so far is in force, or at once while the bus is away. */
  settled(): Promise<void>;
  /** Told when the bus is lost and when it is there (again). */
  onState(listener: (isUp: boolean) => void): void;
  close(): Promise<void>;
}
