import { type CommandArgs, limits, ProblemError } from '@hongyan/protocol';
import { uuidv7 } from 'uuidv7';
import { type AnonymousCaller, addressKey } from '../../platform/commands/index.ts';
import { type Db, nextUserRevs } from '../../platform/db/index.ts';
import { type Accounts, sameLogin } from './deps.ts';
import { toSession, type UserRow } from './entities.ts';
import { verifyPassword } from './passwords.ts';
import { lockAccount, rowByLogin } from './repo.ts';
import { endSessions, insertSession, openSessions } from './sessions-repo.ts';
import { countSignIn, openLogins } from './sign-in-locks.ts';
import { newToken } from './tokens.ts';

/**
 * Signs in by name or e-mail. Logins that nobody has fail, lock and take time like those that somebody has; only who
 * knows the password learns that an account waits for its mail or is disabled.
 */
export async function signIn(
  accounts: Accounts,
  args: CommandArgs<'account.signIn'>,
  caller: AnonymousCaller,
): Promise<{ userId: string; sessionId: string; token: string }> {
  const user = await checkCredentials(accounts, args.login, args.password, caller.address);
  return openSession(accounts, user, args.device ?? deviceOf(caller.userAgent), caller.address);
}

/** Whose login and password these are. @throws ProblemError `sign_in_failed`, `account_locked`, `rate_limited` */
export async function checkCredentials(
  accounts: Accounts,
  login: string,
  password: string,
  address: string,
): Promise<UserRow> {
  const { limits, db } = accounts;
  limits.signIn.take(addressKey(address));
  const lockedUntil = await countSignIn(accounts, login);
  if (lockedUntil !== null) throw new ProblemError('account_locked', { until: lockedUntil });
  const user = await accountOf(db, login);
  if (!(await verifyPassword(password, user?.password_hash ?? null)) || !user) throw new ProblemError('sign_in_failed');
  await openLogins(db, [login]);
  return user;
}

/**
 * Whom a login means. An address means nobody until it is proven: whoever registers with one must not learn here whether
 * it was free.
 */
async function accountOf(db: Db, login: string): Promise<UserRow | undefined> {
  const user = await rowByLogin(db, login);
  return user?.verified_at === null && !sameLogin(user.name, login) ? undefined : user;
}

/** @throws ProblemError `account_disabled`, `account_unverified`, `sign_in_failed` if the password has just changed */
async function openSession(accounts: Accounts, checked: UserRow, device: string, address: string) {
  const { db, clock, live } = accounts;
  const userId = checked.id;
  const { token, hash } = newToken();
  const sessionId = uuidv7();
  const { rev, opened, ended } = await db.transaction().execute(async (tx) => {
    const user = await lockAccount(tx, userId);
    // Whoever ends all sessions meanwhile holds this lock: none slips in behind.
    if (user.password_hash !== checked.password_hash) throw new ProblemError('sign_in_failed');
    if (user.disabled_at !== null) throw new ProblemError('account_disabled');
    if (user.verified_at === null) throw new ProblemError('account_unverified');
    const rev = (await nextUserRevs(tx, [userId])).get(userId)!;
    const now = clock.now();
    const open = await openSessions(tx, userId);
    const surplus = open.slice(0, Math.max(0, open.length + 1 - limits.sessionsPerUser));
    const ended = await endSessions(
      tx,
      surplus.map((session) => session.id),
      now,
      rev,
    );
    const opened = await insertSession(tx, { id: sessionId, userId, tokenHash: hash, device, address, now, rev });
    return { rev, opened, ended };
  });
  for (const session of ended) live.endSession(session.id, 'signed-out');
  live.user(userId, { scope: 'me', from: rev - 1, to: rev, sessions: [...ended, opened].map(toSession) });
  return { userId, sessionId, token };
}

/** What a browser calls itself, in the words of a device list: `Firefox · Windows`. */
function deviceOf(userAgent: string): string {
  const browser = [
    ['Edg/', 'Edge'],
    ['MicroMessenger', 'WeChat'],
    ['OPR/', 'Opera'],
    ['Firefox/', 'Firefox'],
    ['Chrome/', 'Chrome'],
    ['Safari/', 'Safari'],
  ].find(([mark]) => userAgent.includes(mark!))?.[1];
  const system = [
    ['Android', 'Android'],
    ['iPhone', 'iPhone'],
    ['iPad', 'iPad'],
    ['Windows', 'Windows'],
    ['Mac OS X', 'macOS'],
    ['Linux', 'Linux'],
  ].find(([mark]) => userAgent.includes(mark!))?.[1];
  const known = [browser, system].filter((part) => part !== undefined).join(' · ');
  return known || userAgent.slice(0, 40);
}
