import { type CommandArgs, isEmail, isName, type Locale, nameKey, ProblemError } from '@hongyan/protocol';
import { uuidv7 } from 'uuidv7';
import { addressKey } from '../../platform/commands/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { type Accounts, sameLogin, takenField } from './deps.ts';
import type { UserRow } from './entities.ts';
import { inEvenTime } from './even-time.ts';
import { alreadyRegisteredMail, resetMail, verificationMail } from './mail-texts.ts';
import { checkPassword, hashPassword } from './passwords.ts';
import { insertUser, type NewUser, releaseUnverified, rowByLogin, updateUser } from './repo.ts';
import { hashToken, newToken } from './tokens.ts';
import { insertMailToken, takeMailToken } from './tokens-repo.ts';

const hour = 3_600_000;
export const verifyWithinMs = 24 * hour;
const resetWithinMs = hour;

/** @throws ProblemError `name_invalid`, `email_invalid`, `password_weak` */
export function checkNewAccount(args: { name: string; email: string; password: string }): void {
  if (!isName(args.name)) throw new ProblemError('name_invalid');
  if (!isEmail(args.email)) throw new ProblemError('email_invalid');
  checkPassword(args.password, args.name);
}

/**
 * Makes an account that waits for its address to be proven. A name is public, so a taken one is said; an address is
 * not: its owner gets the mail, and the account that was made waits in vain, as it would if nobody opened the link.
 */
export async function register(
  accounts: Accounts,
  args: CommandArgs<'account.register'>,
  address: string,
): Promise<void> {
  if (accounts.config.registration === 'closed') throw new ProblemError('registration_closed');
  checkNewAccount(args);
  accounts.limits.register.take(addressKey(address));
  const passwordHash = await hashPassword(args.password);
  const { db, clock, mailer } = accounts;
  const user: NewUser = {
    id: uuidv7(),
    name: args.name.normalize('NFC'),
    email: args.email,
    passwordHash,
    role: 'user',
    holdsEmail: true,
    verifiedAt: null,
    now: clock.now(),
  };
  const insert = () =>
    db.transaction().execute(async (tx) => {
      await releaseUnverified(tx, [args.name, args.email], clock.now() - verifyWithinMs);
      const nameOwner = await rowByLogin(tx, args.name);
      if (nameOwner) throw new ProblemError('name_taken');
      const owner = await rowByLogin(tx, args.email);
      await insertUser(tx, { ...user, holdsEmail: !owner });
      if (owner) await tellOwner(accounts, tx, owner, args.locale);
      else await sendVerification(accounts, tx, user, args.locale);
    });
  await claim(insert);
  mailer.wake();
}

/**
 * Two who claim the same at the same moment: the second finds it taken. An address it finds with an owner.
 * @throws ProblemError `name_taken`
 */
export async function claim(write: () => Promise<void>): Promise<void> {
  await write()
    .catch((error: unknown) => {
      if (takenField(error)?.code !== 'email_taken') throw error;
      return write();
    })
    .catch((error: unknown) => {
      throw takenField(error) ?? error;
    });
}

/** Tells the owner of an address that somebody tried to register with it, but not again and again. */
export async function tellOwner(accounts: Accounts, tx: Tx, owner: UserRow, locale: Locale): Promise<void> {
  if (accounts.limits.mail.tryTake(owner.id)) await sendResetLink(accounts, tx, owner, locale, alreadyRegisteredMail);
}

export async function sendVerification(
  accounts: Accounts,
  tx: Tx,
  user: { id: string; name: string; email: string },
  locale: Locale,
): Promise<void> {
  const { token, hash } = newToken();
  const now = accounts.clock.now();
  await insertMailToken(tx, {
    hash,
    userId: user.id,
    purpose: 'verify',
    email: user.email,
    now,
    validMs: verifyWithinMs,
  });
  const link = `${accounts.config.url}/verify?token=${token}`;
  await accounts.mailer.queue(tx, { to: user.email, ...verificationMail(locale, { name: user.name, link }) });
}

async function sendResetLink(
  accounts: Accounts,
  tx: Tx,
  user: UserRow,
  locale: Locale,
  text: typeof resetMail,
): Promise<void> {
  const { token, hash } = newToken();
  const now = accounts.clock.now();
  await insertMailToken(tx, {
    hash,
    userId: user.id,
    purpose: 'reset',
    email: user.email,
    now,
    validMs: resetWithinMs,
  });
  const link = `${accounts.config.url}/reset?token=${token}`;
  await accounts.mailer.queue(tx, { to: user.email, ...text(locale, { name: user.name, link }) });
}

/**
 * Sends a link to an account's address. Whoever asks learns nothing of whether there is one: neither from the answer,
 * nor from the limit, nor from the time. @throws ProblemError `rate_limited`
 */
export async function sendLinkAgain(
  accounts: Accounts,
  kind: 'verification' | 'reset',
  args: { login: string; locale: Locale },
  address: string,
): Promise<void> {
  accounts.limits.mailFrom.take(addressKey(address));
  accounts.limits.mail.take(`login:${nameKey(args.login)}`);
  await inEvenTime(sendLink(accounts, kind, args));
}

async function sendLink(
  accounts: Accounts,
  kind: 'verification' | 'reset',
  args: { login: string; locale: Locale },
): Promise<void> {
  const user = await rowByLogin(accounts.db, args.login);
  // The address of an account that does not hold it is somebody else's.
  if (!user || user.email_key === null || (kind === 'verification' && user.verified_at !== null)) return;
  // Asked for by name and by address in turn, it is still one mailbox.
  if (!accounts.limits.mail.tryTake(user.id)) return;
  await accounts.db.transaction().execute(async (tx) => {
    if (kind === 'verification') await sendVerification(accounts, tx, user, args.locale);
    else await sendResetLink(accounts, tx, user, args.locale, resetMail);
  });
  accounts.mailer.wake();
}

/** Proves an address with the token of the mail. @throws ProblemError `link_invalid`, `link_used`, `link_expired` */
export async function verify(accounts: Accounts, token: string): Promise<void> {
  const { db, clock } = accounts;
  await db.transaction().execute(async (tx) => {
    const { user, email } = await takeMailToken(tx, hashToken(token), 'verify', clock.now());
    if (!sameLogin(user.email, email)) throw new ProblemError('link_invalid');
    if (user.verified_at === null) await updateUser(tx, user.id, { verified_at: clock.now() });
  });
}
