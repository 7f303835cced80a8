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

type Reader = Pick<UserRow, 'id' | 'name' | 'email'>;

export function sendVerification(accounts: Accounts, tx: Tx, user: Reader, locale: Locale): Promise<void> {
  return mailLink(accounts, tx, user, { purpose: 'verify', validMs: verifyWithinMs, locale, text: verificationMail });
}

function sendResetLink(accounts: Accounts, tx: Tx, user: Reader, locale: Locale, text: LinkMail): Promise<void> {
  return mailLink(accounts, tx, user, { purpose: 'reset', validMs: resetWithinMs, locale, text });
}

type LinkMail = typeof resetMail;

/** Mails a link with a new token to an account's address, as far as this transaction goes through. */
async function mailLink(
  { clock, config, mailer }: Accounts,
  tx: Tx,
  { id, name, email }: Reader,
  link: { purpose: 'verify' | 'reset'; validMs: number; locale: Locale; text: LinkMail },
): Promise<void> {
  const { purpose, validMs, locale, text } = link;
  const { token, hash } = newToken();
  await insertMailToken(tx, { hash, userId: id, purpose, email, now: clock.now(), validMs });
  await mailer.queue(tx, { to: email, ...text(locale, { name, link: `${config.url}/${purpose}?token=${token}` }) });
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
