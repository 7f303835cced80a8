import { timingSafeEqual } from 'node:crypto';
import {
  type AccountRow,
  type CommandArgs,
  limits,
  type OutboxMail,
  ProblemError,
  type ServerInfo,
} from '@hongyan/protocol';
import { uuidv7 } from 'uuidv7';
import type { Clock } from '../../platform/clock/index.ts';
import { type Db, nextUserRevs, type Tx } from '../../platform/db/index.ts';
import { type Accounts, takenField } from './deps.ts';
import { accountState, canSignIn, toSelf, toUser, type UserRow } from './entities.ts';
import { hashPassword } from './passwords.ts';
import { checkNewAccount } from './register.ts';
import {
  deleteMail,
  hasAdministrator,
  insertUser,
  listAccounts,
  listMails,
  lockAccount,
  lockAdministrators,
  updateUser,
} from './repo.ts';
import { endSessionsOf } from './sessions.ts';
import { lockedLogins } from './sign-in-locks.ts';
import { hashToken, newToken } from './tokens.ts';
import { dropSetupToken, readSetupToken, storeSetupToken } from './tokens-repo.ts';

export async function serverInfo(accounts: Accounts): Promise<ServerInfo> {
  const { version, registration, sendsMail, messageLength, recallMinutes } = accounts.config;
  const needsSetup = !(await hasAdministrator(accounts.db));
  return { name: 'Hongyan', version, registration, needsSetup, sendsMail, messageLength, recallMinutes };
}

/** The one-time link that makes the first administrator, or null if there is one. Each start makes a new one. */
export async function openSetup(options: { db: Db; clock: Clock; url: string }): Promise<string | null> {
  if (await hasAdministrator(options.db)) return null;
  const { token, hash } = newToken();
  await storeSetupToken(options.db, hash);
  return `${options.url}/setup?token=${token}`;
}

/** Says before anybody fills in a form whether the link still works. @throws ProblemError `setup_done`, `link_invalid` */
export async function checkSetup({ db }: Accounts, token: string): Promise<void> {
  if (await hasAdministrator(db)) throw new ProblemError('setup_done');
  const expected = await readSetupToken(db);
  if (!expected || !timingSafeEqual(expected, hashToken(token))) throw new ProblemError('link_invalid');
}

/** Makes the first administrator. @throws ProblemError as `checkSetup`, and those of a new account */
export async function claimSetup(accounts: Accounts, args: CommandArgs<'setup.claim'>): Promise<void> {
  const { db, clock } = accounts;
  // Asked before the password is hashed: that is dear.
  await checkSetup(accounts, args.token);
  const tokenHash = hashToken(args.token);
  checkNewAccount(args);
  const passwordHash = await hashPassword(args.password);
  await db
    .transaction()
    .execute(async (tx) => {
      const isMine = await dropSetupToken(tx, tokenHash);
      if (await hasAdministrator(tx)) throw new ProblemError('setup_done');
      if (!isMine) throw new ProblemError('link_invalid');
      const now = clock.now();
      const { name, email } = args;
      const user = { id: uuidv7(), name: name.normalize('NFC'), email, passwordHash, verifiedAt: now, now };
      await insertUser(tx, { ...user, role: 'administrator', holdsEmail: true });
    })
    .catch((error: unknown) => {
      throw takenField(error) ?? error;
    });
}

export async function readMails(
  accounts: Accounts,
  before: string | undefined,
): Promise<{ mails: OutboxMail[]; more: boolean }> {
  const rows = await listMails(accounts.db, before);
  const mails = rows.slice(0, limits.page).map((row) => ({
    id: row.id,
    to: row.recipient,
    subject: row.subject,
    text: row.body,
    createdAt: row.created_at,
    sentAt: row.sent_at,
    error: row.error,
  }));
  return { mails, more: rows.length > mails.length };
}

export async function removeMail({ db }: Accounts, mailId: string): Promise<void> {
  await deleteMail(db, mailId);
}

export async function readAccounts(
  accounts: Accounts,
  args: CommandArgs<'admin.accounts'>,
): Promise<{ accounts: AccountRow[]; more: boolean }> {
  const rows = await listAccounts(accounts.db, args.query ?? '', args.after);
  const page = rows.slice(0, limits.page);
  const locked = await lockedLogins(
    accounts,
    page.flatMap((row) => [row.name, row.email]),
  );
  const listed = page.map((row) => ({
    user: toUser(row),
    email: row.email,
    role: row.role,
    state: accountState(row, locked.has(row.name) || locked.has(row.email)),
    createdAt: row.created_at,
  }));
  return { accounts: listed, more: rows.length > listed.length };
}

/**
 * An account that an administrator is about to change, under its lock and theirs. Whoever asks stays an administrator,
 * so there is always one. @throws ProblemError `not_yourself`, `administrator_only`, `user_not_found`
 */
async function lockToAdminister(tx: Tx, userId: string, administratorId: string): Promise<UserRow> {
  if (userId === administratorId) throw new ProblemError('not_yourself');
  // Another one may have taken the role from them since the command came in.
  if (!(await lockAdministrators(tx)).includes(administratorId)) throw new ProblemError('administrator_only');
  return lockAccount(tx, userId);
}

/**
 * Disables an account, which signs out all its devices at once, or enables it again.
 * @throws ProblemError as `lockToAdminister`
 */
export async function setDisabled(
  accounts: Accounts,
  { userId, disabled }: CommandArgs<'admin.setDisabled'>,
  administratorId: string,
): Promise<void> {
  const publish = await accounts.db.transaction().execute(async (tx) => {
    await lockToAdminister(tx, userId, administratorId);
    await updateUser(tx, userId, { disabled_at: disabled ? accounts.clock.now() : null });
    if (!disabled) return () => {};
    return endSessionsOf(accounts, tx, userId, () => true, 'account-disabled');
  });
  publish();
  if (disabled) accounts.live.endUser(userId, 'account-disabled');
  accounts.onPresenceChanged(userId);
}

/**
 * Makes somebody an administrator, or an administrator an ordinary user. Their devices show it at once.
 * @throws ProblemError as `lockToAdminister`; somebody who cannot sign in is not found either
 */
export async function setRole(
  { db, live }: Accounts,
  { userId, role }: CommandArgs<'admin.setRole'>,
  administratorId: string,
): Promise<void> {
  const changed = await db.transaction().execute(async (tx) => {
    const user = await lockToAdminister(tx, userId, administratorId);
    if (user.role === role) return null;
    if (role === 'administrator' && !canSignIn(user)) throw new ProblemError('user_not_found');
    const rev = (await nextUserRevs(tx, [userId])).get(userId)!;
    return { rev, self: toSelf(await updateUser(tx, userId, { role, self_rev: rev })) };
  });
  if (changed) live.user(userId, { scope: 'me', from: changed.rev - 1, to: changed.rev, self: changed.self });
}
