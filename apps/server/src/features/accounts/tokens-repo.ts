import { ProblemError } from '@hongyan/protocol';
import type { Db, Tx } from '../../platform/db/index.ts';
import type { UserRow } from './entities.ts';
import { lockAccount } from './repo.ts';

type Purpose = 'verify' | 'reset' | 'email';

export async function insertMailToken(
  tx: Tx,
  token: { hash: Buffer; userId: string; purpose: Purpose; email: string; now: number; validMs: number },
): Promise<void> {
  await tx
    .insertInto('mail_tokens')
    .values({
      token_hash: token.hash,
      user_id: token.userId,
      purpose: token.purpose,
      email: token.email,
      created_at: token.now,
      expires_at: token.now + token.validMs,
      used_at: null,
    })
    .execute();
}

/**
 * Whose token this is, if it can be used.
 * @throws ProblemError `link_invalid`, `link_used`, `link_expired`
 */
export async function checkMailToken(
  db: Db | Tx,
  hash: Buffer,
  purpose: Purpose,
  now: number,
): Promise<{ userId: string; email: string }> {
  const row = await db
    .selectFrom('mail_tokens')
    .selectAll()
    .where('token_hash', '=', hash)
    .where('purpose', '=', purpose)
    .executeTakeFirst();
  if (!row) throw new ProblemError('link_invalid');
  if (row.used_at !== null) throw new ProblemError('link_used');
  if (row.expires_at <= now) throw new ProblemError('link_expired');
  return { userId: row.user_id, email: row.email };
}

/** Uses a token up, under its account's lock: of two that come at once one is told that it was used. */
export async function takeMailToken(
  tx: Tx,
  hash: Buffer,
  purpose: Purpose,
  now: number,
): Promise<{ user: UserRow; email: string }> {
  const { userId } = await checkMailToken(tx, hash, purpose, now);
  const user = await lockAccount(tx, userId);
  const { email } = await checkMailToken(tx, hash, purpose, now);
  await tx.updateTable('mail_tokens').set({ used_at: now }).where('token_hash', '=', hash).execute();
  return { user, email };
}

/** Makes the unused links of a kind invalid: a newer one, or the deed itself, takes their place. */
export async function voidMailTokens(tx: Tx, userId: string, purpose: Purpose, now: number): Promise<void> {
  await tx
    .updateTable('mail_tokens')
    .set({ used_at: now })
    .where('user_id', '=', userId)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .execute();
}

/** Forgets links that expired before a moment, used or not. */
export async function forgetMailTokens(db: Db, before: number): Promise<void> {
  await db.deleteFrom('mail_tokens').where('expires_at', '<', before).execute();
}

const setupKey = 'setup_token_hash';

/** The hash of the set-up token, or null if there is none. */
export async function readSetupToken(db: Db | Tx): Promise<Buffer | null> {
  const row = await db.selectFrom('server_state').select('value').where('key', '=', setupKey).executeTakeFirst();
  return row ? Buffer.from(row.value, 'hex') : null;
}

export async function storeSetupToken(db: Db, hash: Buffer): Promise<void> {
  const value = hash.toString('hex');
  await db
    .insertInto('server_state')
    .values({ key: setupKey, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}

/** Takes a set-up token away. Returns whether it was there: of two who do so at once, to one alone. */
export async function dropSetupToken(tx: Tx, hash: Buffer): Promise<boolean> {
  const dropped = await tx
    .deleteFrom('server_state')
    .where('key', '=', setupKey)
    .where('value', '=', hash.toString('hex'))
    .executeTakeFirst();
  return dropped.numDeletedRows === 1n;
}
