/** What stands between a connection and what other nodes do. */
export interface Reach {
  /** Resolves once all that is published for the users and rooms that are known here comes here. Rejects if not. */
  reached(): Promise<void>;
  /** What to wait for before anything is done for an open connection, whose session may be over; usually null. */
  waking(): Promise<void> | null;
}

/** There are no other nodes. */
export const noReach: Reach = { reached: async () => {}, waking: () => null };
