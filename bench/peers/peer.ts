import type { Endpoint } from '../load/line.ts';
import type { Plan } from '../load/plan.ts';

/** A server that runs and knows the users and rooms of a plan. */
export interface RunningPeer {
  endpoint: Endpoint;
  /** The roots of everything that works for it: the server first, its database, what else there is. */
  readonly pids: readonly [server: number, ...rest: number[]];
  /** Where the server's V8 can be asked (the Chrome DevTools protocol); null if it has none or was not told to. */
  inspectorPort: number | null;
  /** What opens a user's line. */
  secretOf(user: number): string;
  /** How many copies of a message a room of so many members gets. */
  receiversOf(members: number): number;
  /** Whether this user gets the messages of this room. */
  receives(plan: Plan, user: number, room: number): boolean;
  stop(): Promise<void>;
}

/** What a measurement needs beyond the users and rooms. */
export interface StartOptions {
  /** Lets the server's V8 be asked for its memory, where it has one. */
  inspect?: boolean;
}

/** A server to measure. */
export interface Peer {
  name: string;
  /** Why it cannot be measured here, or null. */
  missing(): string | null;
  /** Starts it on loopback with the users and rooms of a plan. */
  start(plan: Plan, database: BenchDatabase, options?: StartOptions): Promise<RunningPeer>;
}

/** The PostgreSQL that all peers store in, with the settings that Hongyan's own has. */
export interface BenchDatabase {
  pid: number;
  /** Makes an empty database, dropping one of the same name. Returns its address. */
  create(name: string): Promise<string>;
}
