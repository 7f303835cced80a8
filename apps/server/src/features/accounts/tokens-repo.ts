import { ProblemError } from '@hongyan/protocol';
import type { Db, Tx } from '../../platform/db/index.ts';

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
 * Uses a link's token up. Of two that come at once one is told that it was used.
 * @throws ProblemError `link_invalid`, `link_used`, `link_expired`
 */
export async function takeMailToken(
  tx: Tx,
  hash: Buffer,
  purpose: Purpose,
  now: number,
): Promise<{ userId: string; email: string }> {
  const row = await tx
    .selectFrom('mail_tokens')
    .selectAll()
    .where('token_hash', '=', hash)
    .where('purpose', '=', purpose)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new ProblemError('link_invalid');
  if (row.used_at !== null) throw new ProblemError('link_used');
  if (row.expires_at <= now) throw new ProblemError('link_expired');
  await tx.updateTable('mail_tokens').set({ used_at: now }).where('token_hash', '=', hash).execute();
  return { userId: row.user_id, email: row.email };
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

const setupKey = 'setup_token_hash';

export async function storeSetupToken(db: Db, hash: Buffer): Promise<void> {
  const value = hash.toString('hex');
  await db
    .insertInto('server_state')
    .values({ key: setupKey, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}

/** The hash of the set-up token, under a lock, so that of two claims at once one wins. */
export async function lockSetupToken(tx: Tx): Promise<Buffer | null> {
  const row = await tx
    .selectFrom('server_state')
    .select('value')
    .where('key', '=', setupKey)
    .forUpdate()
    .executeTakeFirst();
  return row ? Buffer.from(row.value, 'hex') : null;
}

export async function dropSetupToken(tx: Tx): Promise<void> {
  await tx.deleteFrom('server_state').where('key', '=', setupKey).execute();
}
