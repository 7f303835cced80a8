import type { Changes, CommandName } from '@hongyan/protocol';
import type { Caller, Handlers } from '../../platform/commands/index.ts';
import type { Db, Tx } from '../../platform/db/index.ts';
import {
  checkSetup,
  claimSetup,
  readAccounts,
  readMails,
  removeMail,
  serverInfo,
  setDisabled,
  setRole,
} from './administer.ts';
import { correctEmail } from './correct-email.ts';
import { changeEmail, changePassword, checkReset, confirmEmail, deleteAccount, resetPassword } from './credentials.ts';
import { type AccountDeps, type Accounts, createLimits } from './deps.ts';
import { toSelf, toSession, toSettings, toUser } from './entities.ts';
import { setAvatar, updateProfile, updateSettings } from './profile.ts';
import { register, sendLinkAgain, verify } from './register.ts';
import { userRow } from './repo.ts';
import { endOtherSessions, endSession } from './sessions.ts';
import { sessionsAfter } from './sessions-repo.ts';
import { signIn } from './sign-in.ts';

type AccountHandlers = Pick<
  Handlers,
  | Extract<CommandName, `account.${string}` | `session.${string}` | `admin.${string}`>
  | 'server.info'
  | 'setup.check'
  | 'setup.claim'
  | 'settings.update'
>;

export function accountRoutes(deps: AccountDeps): AccountHandlers {
  const accounts: Accounts = { ...deps, limits: createLimits(deps.rateLimits) };
  /** Answers nothing but that it is done. */
  const done =
    <A, C>(work: (args: A, caller: C) => Promise<void>) =>
    async (args: A, caller: C) => {
      await work(args, caller);
      return {};
    };
  return {
    'server.info': () => serverInfo(accounts),
    'setup.check': done((args) => checkSetup(accounts, args.token)),
    'setup.claim': done((args) => claimSetup(accounts, args)),
    'account.register': done((args, caller) => register(accounts, args, caller.address)),
    'account.verify': done((args) => verify(accounts, args.token)),
    'account.resendVerification': done((args, caller) => sendLinkAgain(accounts, 'verification', args, caller.address)),
    'account.correctEmail': done((args, caller) => correctEmail(accounts, args, caller.address)),
    'account.requestReset': done((args, caller) => sendLinkAgain(accounts, 'reset', args, caller.address)),
    'account.checkReset': (args) => checkReset(accounts, args.token),
    'account.reset': done((args) => resetPassword(accounts, args)),
    'account.confirmEmail': done((args) => confirmEmail(accounts, args.token)),
    'account.signIn': (args, caller) => signIn(accounts, args, caller),
    'account.signOut': done((_, caller: Caller) => endSession(accounts, caller.userId, caller.sessionId)),
    'account.session': async (_, { userId, sessionId }) => ({ userId, sessionId }),
    'account.changePassword': done((args, caller: Caller) => changePassword(accounts, args, caller)),
    'account.changeEmail': done((args, caller: Caller) => changeEmail(accounts, args, caller.userId)),
    'account.delete': done((args, caller: Caller) => deleteAccount(accounts, args.password, caller.userId)),
    'account.updateProfile': done((args, caller: Caller) => updateProfile(accounts, caller.userId, args)),
    'account.setAvatar': done((args, caller: Caller) => setAvatar(accounts, caller.userId, args.image)),
    'session.end': done((args, caller: Caller) => endSession(accounts, caller.userId, args.sessionId)),
    'session.endOthers': done((_, caller: Caller) => endOtherSessions(accounts, caller.userId, caller.sessionId)),
    'settings.update': done((args, caller: Caller) => updateSettings(accounts, caller.userId, args)),
    'admin.mails': (args) => readMails(accounts, args.before),
    'admin.removeMail': done((args) => removeMail(accounts, args.mailId)),
    'admin.accounts': (args) => readAccounts(accounts, args),
    'admin.setDisabled': done((args, caller: Caller) => setDisabled(accounts, args, caller.userId)),
    'admin.setRole': done((args, caller: Caller) => setRole(accounts, args, caller.userId)),
  };
}

/** A user's own account, settings and devices, as far as they changed after a revision of their own scope. */
export async function readAccountChanges(db: Db | Tx, userId: string, after: number): Promise<Partial<Changes>> {
  const row = await userRow(db, userId);
  if (!row) return {};
  const sessions = (await sessionsAfter(db, userId, after)).map(toSession);
  return {
    ...(row.self_rev > after ? { self: toSelf(row), users: [toUser(row)] } : {}),
    ...(row.settings_rev > after ? { settings: toSettings(row) } : {}),
    ...(sessions.length > 0 ? { sessions } : {}),
  };
}
