import { type CommandArgs, isEmail, nameKey, ProblemError } from '@hongyan/protocol';
import type { Caller } from '../../platform/commands/index.ts';
import { nextUserRevs, type Tx } from '../../platform/db/index.ts';
import { type Accounts, sameLogin, takenField } from './deps.ts';
import { toSelf, type UserRow } from './entities.ts';
import { alreadyRegisteredMail, emailChangedMail, newEmailMail } from './mail-texts.ts';
import { checkPassword, hashPassword, verifyPassword } from './passwords.ts';
import {
  eraseOwnRows,
  eraseUser,
  lockAccount,
  lockAdministrators,
  releaseUnproven,
  rowByLogin,
  updateUser,
  userRow,
} from './repo.ts';
import { endSessionsOf } from './sessions.ts';
import { openLogins } from './sign-in-locks.ts';
import { hashToken, newToken } from './tokens.ts';
import { checkMailToken, insertMailToken, takeMailToken, voidMailTokens } from './tokens-repo.ts';

const confirmWithinMs = 24 * 3_600_000;

/** @throws ProblemError `password_wrong`, `rate_limited` */
async function checkOwnPassword(accounts: Accounts, userId: string, password: string): Promise<UserRow> {
  accounts.limits.password.take(userId);
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
    const { password_hash } = await lockAccount(tx, user.id);
    // Somebody else chose a new one while this one was checked.
    if (password_hash !== user.password_hash) throw new ProblemError('password_wrong');
    return setPassword(accounts, tx, user, passwordHash, (id) => id !== caller.sessionId);
  });
  publish();
}

/**
 * Says before anybody thinks of a password whether it can be set, and whose it will be: their name must not be in it.
 * @throws ProblemError as `checkMailToken`
 */
export async function checkReset({ db, clock }: Accounts, token: string): Promise<{ name: string }> {
  const { userId } = await checkMailToken(db, hashToken(token), 'reset', clock.now());
  const owner = await userRow(db, userId);
  return { name: owner?.name ?? '' };
}

/** Chooses a new password with the token of a mail, which proves the address too. Every device is signed out. */
export async function resetPassword(accounts: Accounts, args: CommandArgs<'account.reset'>): Promise<void> {
  const { db, clock } = accounts;
  const tokenHash = hashToken(args.token);
  // Asked before the password is hashed: that is dear.
  const { userId } = await checkMailToken(db, tokenHash, 'reset', clock.now());
  const owner = await userRow(db, userId);
  checkPassword(args.password, owner?.name ?? '');
  const passwordHash = await hashPassword(args.password);
  const publish = await db.transaction().execute(async (tx) => {
    const { user, email } = await takeMailToken(tx, tokenHash, 'reset', clock.now());
    if (!sameLogin(user.email, email)) throw new ProblemError('link_invalid');
    if (user.verified_at === null) await updateUser(tx, user.id, { verified_at: clock.now() });
    return setPassword(accounts, tx, user, passwordHash, () => true);
  });
  publish();
}

/**
 * Whoever knew the old password may have asked for links, too: these end with it, and so do the chosen sessions.
 * Returns what publishes it.
 */
async function setPassword(
  accounts: Accounts,
  tx: Tx,
  user: UserRow,
  passwordHash: string,
  ends: (sessionId: string) => boolean,
): Promise<() => void> {
  const { clock, live } = accounts;
  await updateUser(tx, user.id, { password_hash: passwordHash });
  for (const purpose of ['reset', 'email'] as const) await voidMailTokens(tx, user.id, purpose, clock.now());
  const signOut = await endSessionsOf(accounts, tx, user.id, ends, 'password-changed');
  await openLogins(tx, [user.name, user.email]);
  if (user.new_email === null) return signOut;
  const rev = (await nextUserRevs(tx, [user.id])).get(user.id)!;
  const self = toSelf(await updateUser(tx, user.id, { new_email: null, self_rev: rev }));
  return () => {
    signOut();
    live.user(user.id, { scope: 'me', from: rev - 1, to: rev, self });
  };
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
  accounts.limits.mail.take(user.id);
  const { db, live, mailer } = accounts;
  const changed = await db.transaction().execute(async (tx) => {
    await lockAccount(tx, userId);
    const rev = (await nextUserRevs(tx, [userId])).get(userId)!;
    const row = await updateUser(tx, userId, { new_email: args.email, self_rev: rev });
    await mailNewAddress(accounts, tx, row, args);
    return { rev, row };
  });
  mailer.wake();
  live.user(userId, { scope: 'me', from: changed.rev - 1, to: changed.rev, self: toSelf(changed.row) });
}

async function mailNewAddress(
  { clock, config, mailer }: Accounts,
  tx: Tx,
  user: UserRow,
  { email, locale }: CommandArgs<'account.changeEmail'>,
): Promise<void> {
  const now = clock.now();
  await voidMailTokens(tx, user.id, 'email', now);
  const owner = await rowByLogin(tx, email);
  // Who only claims an address without proof does not keep it from others.
  if (owner && owner.id !== user.id && owner.verified_at !== null) {
    const link = `${config.url}/forgot`;
    await mailer.queue(tx, { to: owner.email, ...alreadyRegisteredMail(locale, { name: owner.name, link }) });
    return;
  }
  const { token, hash } = newToken();
  await insertMailToken(tx, { hash, userId: user.id, purpose: 'email', email, now, validMs: confirmWithinMs });
  const link = `${config.url}/confirm-email?token=${token}`;
  await mailer.queue(tx, { to: email, ...newEmailMail(locale, { name: user.name, link }) });
}

/** The new address counts from now on; the old one is told. Links that were mailed there are void. */
export async function confirmEmail(accounts: Accounts, token: string): Promise<void> {
  const { db, clock, live, mailer } = accounts;
  const { rev, row } = await db
    .transaction()
    .execute(async (tx) => {
      const { user: before, email } = await takeMailToken(tx, hashToken(token), 'email', clock.now());
      const userId = before.id;
      await releaseUnproven(tx, email);
      await voidMailTokens(tx, userId, 'reset', clock.now());
      const rev = (await nextUserRevs(tx, [userId])).get(userId)!;
      const set = { email, email_key: nameKey(email), new_email: null, self_rev: rev };
      const row = await updateUser(tx, userId, set);
      await tellOldAddress(accounts, tx, before, email);
      return { rev, row };
    })
    .catch((error: unknown) => {
      throw takenField(error) ?? error;
    });
  mailer.wake();
  live.user(row.id, { scope: 'me', from: rev - 1, to: rev, self: toSelf(row) });
}

/** Who asked is not known here, nor the language of who reads it; both texts are short. */
async function tellOldAddress({ mailer }: Accounts, tx: Tx, before: UserRow, email: string): Promise<void> {
  const texts = (['en', 'zh-CN'] as const).map((locale) => emailChangedMail(locale, { name: before.name, email }));
  await mailer.queue(tx, {
    to: before.email,
    subject: texts.map((text) => text.subject).join(' · '),
    text: texts.map((text) => text.text).join('\n\n'),
  });
}

/** Deletes an account for ever. What it wrote stays, without a name. */
export async function deleteAccount(accounts: Accounts, password: string, userId: string): Promise<void> {
  const user = await checkOwnPassword(accounts, userId, password);
  const { db, clock, live, blobs } = accounts;
  const publish = await db.transaction().execute(async (tx) => {
    const administrators = await lockAdministrators(tx);
    await lockAccount(tx, userId);
    if (administrators.length === 1 && administrators[0] === userId) throw new ProblemError('last_administrator');
    await eraseUser(tx, userId, clock.now());
    // Rooms lock before users' own scopes: first the leaving, which shows the tombstone too, then the sessions.
    const leave = await accounts.onAccountDeleted(tx, userId);
    const signOut = await endSessionsOf(accounts, tx, userId, () => true, 'account-deleted');
    await eraseOwnRows(tx, userId);
    return () => {
      leave();
      signOut();
    };
  });
  publish();
  live.endUser(userId, 'account-deleted');
  if (user.avatar !== null) await blobs.removePicture(user.avatar);
}
