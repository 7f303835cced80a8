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
import type { Db } from '../../platform/db/index.ts';
import { type Accounts, takenField } from './deps.ts';
import { accountState, toUser } from './entities.ts';
import { hashPassword } from './passwords.ts';
import { checkNewAccount } from './register.ts';
import { hasAdministrator, insertUser, listAccounts, listMails, lockAccount, updateUser } from './repo.ts';
import { endSessionsOf } from './sessions.ts';
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

/** Makes the first administrator. @throws ProblemError `setup_done`, `link_invalid`, those of a new account */
export async function claimSetup(accounts: Accounts, args: CommandArgs<'setup.claim'>): Promise<void> {
  const { db, clock } = accounts;
  if (await hasAdministrator(db)) throw new ProblemError('setup_done');
  const tokenHash = hashToken(args.token);
  // Asked before the password is hashed: that is dear.
  const expected = await readSetupToken(db);
  if (!expected || !timingSafeEqual(expected, tokenHash)) throw new ProblemError('link_invalid');
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

export async function readAccounts(
  accounts: Accounts,
  args: CommandArgs<'admin.accounts'>,
): Promise<{ accounts: AccountRow[]; more: boolean }> {
  const rows = await listAccounts(accounts.db, args.query ?? '', args.after);
  const isLocked = (login: string) => accounts.signInLocks.lockedUntil(login) !== null;
  const listed = rows.slice(0, limits.page).map((row) => ({
    user: toUser(row),
    email: row.email,
    role: row.role,
    state: accountState(row, isLocked(row.name) || isLocked(row.email)),
    createdAt: row.created_at,
  }));
  return { accounts: listed, more: rows.length > listed.length };
}

/**
 * Disables an account, which signs out all its devices at once, or enables it again.
 * @throws ProblemError `not_yourself`, `user_not_found`
 */
export async function setDisabled(
  accounts: Accounts,
  { userId, disabled }: CommandArgs<'admin.setDisabled'>,
  administratorId: string,
): Promise<void> {
  // Whoever asks is an administrator and stays one: there is always another.
  if (userId === administratorId) throw new ProblemError('not_yourself');
  const publish = await accounts.db.transaction().execute(async (tx) => {
    await lockAccount(tx, userId);
    await updateUser(tx, userId, { disabled_at: disabled ? accounts.clock.now() : null });
    if (!disabled) return () => {};
    return endSessionsOf(accounts, tx, userId, () => true, 'account-disabled');
  });
  publish();
  if (disabled) accounts.live.endUser(userId, 'account-disabled');
  accounts.onPresenceChanged(userId);
}
