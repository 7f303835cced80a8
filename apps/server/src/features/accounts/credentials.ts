import { type CommandArgs, isEmail, nameKey, ProblemError } from '@hongyan/protocol';
import type { Caller } from '../../platform/commands/index.ts';
import { nextUserRevs } from '../../platform/db/index.ts';
import { type Accounts, takenField } from './deps.ts';
import { toSelf, type UserRow } from './entities.ts';
import { alreadyRegisteredMail, emailChangedMail, newEmailMail } from './mail-texts.ts';
import { checkPassword, hashPassword, verifyPassword } from './passwords.ts';
import { eraseUser, hasAdministrator, rowByLogin, updateUser, userRow } from './repo.ts';
import { endSessionsOf } from './sessions.ts';
import { hashToken, newToken } from './tokens.ts';
import { insertMailToken, takeMailToken, voidMailTokens } from './tokens-repo.ts';

const confirmWithinMs = 24 * 3_600_000;

/** @throws ProblemError `password_wrong`, `rate_limited` */
async function checkOwnPassword(accounts: Accounts, userId: string, password: string): Promise<UserRow> {
  accounts.limits.signIn.take(userId);
  const user = await userRow(accounts.db, userId);
  if (!user || !(await verifyPassword(password, user.password_hash))) throw new ProblemError('password_wrong');
  return user;
}

/** Chooses a new password; the other devices are signed out. */
export async function changePassword(
  accounts: Accounts,
  args: CommandArgs<'account.changePassword'>,
  caller: Caller,
): Promise<void> {
  const user = await checkOwnPassword(accounts, caller.userId, args.password);
  checkPassword(args.newPassword, user.name);
  const passwordHash = await hashPassword(args.newPassword);
  const publish = await accounts.db.transaction().execute(async (tx) => {
    await updateUser(tx, user.id, { password_hash: passwordHash });
    await voidMailTokens(tx, user.id, 'reset', accounts.clock.now());
    return endSessionsOf(accounts, tx, user.id, (id) => id !== caller.sessionId, 'password-changed');
  });
  publish();
}

/** Chooses a new password with the token of a mail, which proves the address too. Every device is signed out. */
export async function resetPassword(accounts: Accounts, args: CommandArgs<'account.reset'>): Promise<void> {
  const { db, clock } = accounts;
  const passwordHash = await hashPassword(args.password);
  const publish = await db.transaction().execute(async (tx) => {
    const { userId } = await takeMailToken(tx, hashToken(args.token), 'reset', clock.now());
    const user = await updateUser(tx, userId, { password_hash: passwordHash, failed_count: 0, locked_until: 0 });
    checkPassword(args.password, user.name);
    if (user.verified_at === null) await updateUser(tx, userId, { verified_at: clock.now() });
    await voidMailTokens(tx, userId, 'reset', clock.now());
    return endSessionsOf(accounts, tx, userId, () => true, 'password-changed');
  });
  publish();
}

/**
 * Asks for a new address; it counts once the link that goes there is opened. That somebody else has it is not said
 * here but to its owner.
 */
export async function changeEmail(
  accounts: Accounts,
  args: CommandArgs<'account.changeEmail'>,
  userId: string,
): Promise<void> {
  if (!isEmail(args.email)) throw new ProblemError('email_invalid');
  const user = await checkOwnPassword(accounts, userId, args.password);
  accounts.limits.mailTo.take(user.id);
  const { db, clock, live, mailer, config } = accounts;
  const owner = await rowByLogin(db, args.email);
  const changed = await db.transaction().execute(async (tx) => {
    const rev = (await nextUserRevs(tx, [userId])).get(userId)!;
    const row = await updateUser(tx, userId, { new_email: args.email, self_rev: rev });
    await voidMailTokens(tx, userId, 'email', clock.now());
    if (owner && owner.id !== userId) {
      const link = `${config.url}/forgot`;
      await mailer.queue(tx, { to: owner.email, ...alreadyRegisteredMail(args.locale, { name: owner.name, link }) });
      return { rev, row };
    }
    const { token, hash } = newToken();
    const now = clock.now();
    await insertMailToken(tx, { hash, userId, purpose: 'email', email: args.email, now, validMs: confirmWithinMs });
    const link = `${config.url}/confirm-email?token=${token}`;
    await mailer.queue(tx, { to: args.email, ...newEmailMail(args.locale, { name: user.name, link }) });
    return { rev, row };
  });
  mailer.wake();
  live.user(userId, { scope: 'me', from: changed.rev - 1, to: changed.rev, self: toSelf(changed.row) });
}

/** The new address counts from now on; the old one is told. */
export async function confirmEmail(accounts: Accounts, token: string): Promise<void> {
  const { db, clock, live, mailer } = accounts;
  const { rev, row } = await db
    .transaction()
    .execute(async (tx) => {
      const { userId, email } = await takeMailToken(tx, hashToken(token), 'email', clock.now());
      const before = await updateUser(tx, userId, {});
      const rev = (await nextUserRevs(tx, [userId])).get(userId)!;
      const set = { email, email_key: nameKey(email), new_email: null, self_rev: rev };
      const row = await updateUser(tx, userId, set);
      // The old address may belong to somebody who does not read the reader's language; both are short.
      const texts = [
        emailChangedMail('en', { name: row.name, email }),
        emailChangedMail('zh-CN', { name: row.name, email }),
      ];
      await mailer.queue(tx, {
        to: before.email,
        subject: texts.map((text) => text.subject).join(' · '),
        text: texts.map((text) => text.text).join('\n\n'),
      });
      return { rev, row };
    })
    .catch((error: unknown) => {
      throw takenField(error) ?? error;
    });
  mailer.wake();
  live.user(row.id, { scope: 'me', from: rev - 1, to: rev, self: toSelf(row) });
}

/** Deletes an account for ever. What it wrote stays, without a name. */
export async function deleteAccount(accounts: Accounts, password: string, userId: string): Promise<void> {
  const user = await checkOwnPassword(accounts, userId, password);
  const { db, clock, live } = accounts;
  const publish = await db.transaction().execute(async (tx) => {
    if (user.role === 'administrator' && !(await hasAdministrator(tx, userId)))
      throw new ProblemError('last_administrator');
    await eraseUser(tx, userId, clock.now());
    // Rooms lock before users' own scopes: first the leaving, which shows the tombstone too, then the sessions.
    const leave = await accounts.onAccountDeleted(tx, userId);
    const signOut = await endSessionsOf(accounts, tx, userId, () => true, 'account-deleted');
    return () => {
      leave();
      signOut();
    };
  });
  publish();
  live.endUser(userId, 'account-deleted');
}
