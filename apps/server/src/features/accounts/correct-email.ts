import { type CommandArgs, isEmail, nameKey, ProblemError } from '@hongyan/protocol';
import { addressKey } from '../../platform/commands/index.ts';
import type { Accounts } from './deps.ts';
import { claim, sendVerification, tellOwner, verifyWithinMs } from './register.ts';
import { lockAccount, releaseUnverified, rowByLogin, updateUser } from './repo.ts';
import { checkCredentials } from './sign-in.ts';

/**
 * Gives another address to an account that waits for its address to be proven: its owner mistyped it, and no mail ever
 * comes. Name and password say whose account it is. That the address has an owner is told to them alone, as at
 * registration; links that went to the old address prove nothing any more.
 * @throws ProblemError `email_invalid`, `already_verified`, `account_disabled`, `rate_limited`, those of a sign-in
 */
export async function correctEmail(
  accounts: Accounts,
  { name, password, email, locale }: CommandArgs<'account.correctEmail'>,
  address: string,
): Promise<void> {
  if (!isEmail(email)) throw new ProblemError('email_invalid');
  const { id } = await checkCredentials(accounts, name, password, address);
  accounts.limits.mailFrom.take(addressKey(address));
  accounts.limits.mail.take(id);
  const { db, clock, mailer } = accounts;
  await claim(() =>
    db.transaction().execute(async (tx) => {
      const user = await lockAccount(tx, id);
      if (user.disabled_at !== null) throw new ProblemError('account_disabled');
      if (user.verified_at !== null) throw new ProblemError('already_verified');
      await releaseUnverified(tx, [email], clock.now() - verifyWithinMs, id);
      const owner = await rowByLogin(tx, email);
      const isFree = !owner || owner.id === id;
      const corrected = await updateUser(tx, id, { email, email_key: isFree ? nameKey(email) : null });
      if (isFree) await sendVerification(accounts, tx, corrected, locale);
      else await tellOwner(accounts, tx, owner, locale);
    }),
  );
  mailer.wake();
}
