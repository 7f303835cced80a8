import { nameKey, ProblemError } from '@hongyan/protocol';
import type { Blobs } from '../../platform/blobs/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Rate, RateLimit, RateLimits } from '../../platform/commands/index.ts';
import type { Db, Tx } from '../../platform/db/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Mailer } from '../../platform/mail/index.ts';
import type { Live } from '../../platform/realtime/index.ts';

/** What this feature is given. */
export interface AccountDeps {
  db: Db;
  live: Live;
  clock: Clock;
  rateLimits: RateLimits;
  log: Log;
  blobs: Blobs;
  mailer: Mailer;
  config: {
    /** The public address, for links. */
    url: string;
    registration: 'open' | 'closed';
    messageLength: number;
    recallMinutes: number;
    sendsMail: boolean;
    version: string;
  };
  /** Shows a changed profile to the rooms of its user. Returns what publishes it after the commit. */
  onProfileChanged(tx: Tx, userId: string): Promise<() => void>;
  /** Takes a user out of rooms and contacts. @throws ProblemError `owns_rooms` */
  onAccountDeleted(tx: Tx, userId: string): Promise<() => void>;
  onPresenceChanged(userId: string): void;
}

const hour = 3_600_000;

/** How often something may be done that costs us or others something, or that could be tried until it fits. */
const rates = {
  /** By address: a class room that registers together is behind one. */
  register: { count: 100, perMs: hour },
  /** By address. */
  signIn: { count: 60, perMs: 60_000 },
  /** Mails that an address asks for. */
  mailFrom: { count: 60, perMs: 10 * 60_000 },
  /** Mails that one account, or whoever calls themselves so, asks for. */
  mail: { count: 5, perMs: hour },
  /** Passwords tried by somebody who is signed in. */
  password: { count: 10, perMs: 60_000 },
  picture: { count: 30, perMs: hour },
} satisfies Record<string, Rate>;

export type AccountLimits = Record<keyof typeof rates, RateLimit>;

export function createLimits(rateLimits: RateLimits): AccountLimits {
  const entries = Object.entries(rates).map(([name, rate]) => [name, rateLimits.make(`accounts ${name}`, rate)]);
  return Object.fromEntries(entries) as AccountLimits;
}

/** The feature's inside: what it is given, and what it keeps in memory. */
export interface Accounts extends AccountDeps {
  limits: AccountLimits;
}

/** PostgreSQL's unique_violation, told apart by the constraint. */
export function takenField(error: unknown): ProblemError | null {
  if (!(error instanceof Error) || !('code' in error) || error.code !== '23505') return null;
  const constraint = 'constraint' in error ? String(error.constraint) : '';
  if (constraint.includes('name_key')) return new ProblemError('name_taken');
  return constraint.includes('email_key') ? new ProblemError('email_taken') : null;
}

export function sameLogin(a: string, b: string): boolean {
  return nameKey(a) === nameKey(b);
}
