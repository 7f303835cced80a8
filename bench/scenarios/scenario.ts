import type { BenchDatabase, Peer } from '../peers/peer.ts';

/** What a scenario prints: one line for each server, or several if it measures several things of one. */
export type Line = Record<string, number | string | boolean>;

/** What every measurement is given. */
export interface Bench {
  database: BenchDatabase;
  /** How long to send, where that is what is done. */
  seconds: number;
}

/** A column of the table in the README. */
export interface Column {
  /** The field of the line. */
  field: string;
  title: string;
}

export interface Scenario {
  name: string;
  /** One sentence for the table. */
  about: string;
  /** By name, the servers that it can be measured on. */
  servers: readonly string[];
  columns: readonly Column[];
  /** The field whose ratio to the other servers counts, and whether more of it is better. */
  ratio: { field: string; title: string; more: boolean } | null;
  /** The field that tells lines of one server apart, if there are several. */
  variant?: string;
  /** Begins a round. Returns what measures a server once; in a round each server is measured once. */
  begin(bench: Bench): (peer: Peer) => Promise<Line[]>;
}

/** To so many digits after the point. */
export function round(value: number, digits = 1): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
