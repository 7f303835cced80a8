import { createHash } from 'node:crypto';
import { nameKey } from '@hongyan/protocol';
import type { Db, Tx } from '../../platform/db/index.ts';
import type { Accounts } from './deps.ts';
import { countAttempt, dropLocks, type LockSteps, locksOf } from './sign-in-locks-repo.ts';

/** Four may fail; from the fifth on the login is locked, each time for twice as long. */
const steps: LockSteps = { free: 5, firstMs: 60_000, longestMs: 3_600_000 };

/**
 * Failed attempts are counted by what was typed, whether somebody has that login or not: a name and an address count
 * apart, so that nobody learns from a lock whose they are, or that they belong together. They count on all nodes and
 * over restarts.
 */

/**
 * Counts one more attempt, before the password is looked at, so that attempts side by side count too.
 * @returns until when the login is locked, or null if the attempt may go on
 */
export function countSignIn({ db, clock }: Pick<Accounts, 'db' | 'clock'>, login: string): Promise<number | null> {
  return countAttempt(db, hashOf(login), clock.now(), steps);
}

/** Opens logins again: their password was right, or is a new one. */
export function openLogins(db: Db | Tx, logins: readonly string[]): Promise<void> {
  return dropLocks(db, logins.map(hashOf));
}

/** Which of these logins are locked. */
export async function lockedLogins(
  { db, clock }: Pick<Accounts, 'db' | 'clock'>,
  logins: readonly string[],
): Promise<Set<string>> {
  const locked = await locksOf(db, logins.map(hashOf), clock.now());
  return new Set(logins.filter((login) => locked.has(hashOf(login).toString('hex'))));
}

function hashOf(login: string): Buffer {
  return createHash('sha256').update(nameKey(login)).digest();
}
