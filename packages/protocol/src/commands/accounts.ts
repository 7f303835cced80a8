import Type from 'typebox';
import { Settings, Status, User } from '../entities/user.ts';
import { limits } from '../limits.ts';
import { Id, Nullable, OneOf, Shape, Text, Time } from '../text.ts';
import { Empty, forAdministrator, forAnyone, forUser } from './command.ts';

const Name = Text(limits.name.max, limits.name.min);
const Email = Text(limits.email, 3);
const Password = Text(limits.password.max, limits.password.min);
/** A password or token that is only compared: any length up to the limit. */
const Secret = Text(limits.password.max, 1);
/** The language of the mail that follows. */
const Locale = OneOf('en', 'zh-CN');
const Image = Nullable(Text(limits.image, 1));
const { rev: _, ...settingFields } = Settings.properties;

export const ServerInfo = Shape({
  name: Type.String(),
  version: Type.String(),
  registration: OneOf('open', 'closed'),
  /** No administrator yet: the set-up link of the log makes one. */
  needsSetup: Type.Boolean(),
  /** Whether mails leave the server; otherwise the administrator hands out their links. */
  sendsMail: Type.Boolean(),
  messageLength: Type.Integer(),
  /** Minutes within which a message can be recalled; 0 means always. */
  recallMinutes: Type.Integer(),
});
export type ServerInfo = Type.Static<typeof ServerInfo>;

/** A mail that the server made. The text holds the link; it is empty once the mail has left. */
export const OutboxMail = Shape({
  id: Id,
  to: Type.String(),
  subject: Type.String(),
  text: Type.String(),
  createdAt: Time,
  sentAt: Nullable(Time),
  /** Why the last attempt failed. */
  error: Nullable(Type.String()),
});
export type OutboxMail = Type.Static<typeof OutboxMail>;

export const AccountRow = Shape({
  user: User,
  email: Type.String(),
  role: OneOf('administrator', 'user'),
  state: OneOf('unverified', 'active', 'locked', 'disabled'),
  createdAt: Time,
});
export type AccountRow = Type.Static<typeof AccountRow>;

export const accountCommands = {
  'server.info': forAnyone('What this server is and allows', Empty, ServerInfo),
  'setup.claim': forAnyone(
    'Make the first administrator with the one-time token of the log',
    Shape({ token: Secret, name: Name, email: Email, password: Password }),
    Empty,
  ),
  'setup.check': forAnyone(
    'Whether the one-time token of the log can still make the first administrator; it stays as it is',
    Shape({ token: Secret }),
    Empty,
  ),
  'account.register': forAnyone(
    'Register; a mail with a verification link follows',
    Shape({ name: Name, email: Email, password: Password, locale: Locale }),
    Empty,
  ),
  'account.verify': forAnyone('Prove the e-mail address with the token of the mail', Shape({ token: Secret }), Empty),
  'account.resendVerification': forAnyone(
    'Send the verification mail again',
    Shape({ login: Text(limits.email, 1), locale: Locale }),
    Empty,
  ),
  'account.correctEmail': forAnyone(
    'Give the right address for an account that is not verified yet; a mail with a verification link follows',
    Shape({ name: Name, password: Secret, email: Email, locale: Locale }),
    Empty,
  ),
  'account.requestReset': forAnyone(
    'Send a mail with a link to choose a new password',
    Shape({ login: Text(limits.email, 1), locale: Locale }),
    Empty,
  ),
  'account.checkReset': forAnyone(
    'Whose password the token of the mail can still be used to choose; it stays as it is',
    Shape({ token: Secret }),
    Shape({ name: Type.String() }),
  ),
  'account.reset': forAnyone(
    'Choose a new password with the token of the mail; signs out every device',
    Shape({ token: Secret, password: Password }),
    Empty,
  ),
  'account.confirmEmail': forAnyone(
    'Confirm a new e-mail address with the token of the mail',
    Shape({ token: Secret }),
    Empty,
  ),
  'account.signIn': forAnyone(
    'Sign in by name or e-mail. With `cookie` the session comes as an HttpOnly cookie, otherwise as a token',
    Shape({
      login: Text(limits.email, 1),
      password: Secret,
      device: Type.Optional(Text(limits.userAgent)),
      cookie: Type.Optional(Type.Boolean()),
    }),
    Shape({ userId: Id, sessionId: Id, token: Type.Optional(Type.String()) }),
  ),
  'account.signOut': forUser('Sign out this device', Empty, Empty),
  'account.session': forUser('Who is signed in here', Empty, Shape({ userId: Id, sessionId: Id })),
  'account.changePassword': forUser(
    'Choose a new password; signs out the other devices',
    Shape({ password: Secret, newPassword: Password }),
    Empty,
  ),
  'account.changeEmail': forUser(
    'Ask for a new e-mail address; a link goes there and must be opened',
    Shape({ password: Secret, email: Email, locale: Locale }),
    Empty,
  ),
  'account.delete': forUser('Delete the account for ever', Shape({ password: Secret }), Empty),
  'account.updateProfile': forUser(
    'Change the display name or the short text',
    Shape({ displayName: Type.Optional(Text(limits.displayName, 1)), bio: Type.Optional(Text(limits.bio)) }),
    Empty,
  ),
  'account.setAvatar': forUser(
    'Set the picture (base64 of a PNG, JPEG, WebP or GIF), or remove it',
    Shape({ image: Image }),
    Empty,
  ),
  'session.end': forUser('Sign out one device', Shape({ sessionId: Id }), Empty),
  'session.endOthers': forUser('Sign out all devices but this one', Empty, Empty),
  'settings.update': forUser(
    'Change some settings',
    Type.Partial(Shape(settingFields), { additionalProperties: false }),
    Empty,
  ),
  'status.set': forUser(
    'Say something beside your name, or null to clear it',
    Shape({ status: Nullable(Status) }),
    Empty,
  ),
  'admin.mails': forAdministrator(
    'Read the mails that the server made, newest first',
    Shape({ before: Type.Optional(Id) }),
    Shape({ mails: Type.Array(OutboxMail), more: Type.Boolean() }),
  ),
  'admin.removeMail': forAdministrator(
    'Take a mail out of the outbox: its link was handed out, or nobody needs it',
    Shape({ mailId: Id }),
    Empty,
  ),
  'admin.accounts': forAdministrator(
    'List the accounts by name',
    Shape({ query: Type.Optional(Text(limits.email)), after: Type.Optional(Id) }),
    Shape({ accounts: Type.Array(AccountRow), more: Type.Boolean() }),
  ),
  'admin.setDisabled': forAdministrator(
    'Disable an account and end its sessions, or enable it again',
    Shape({ userId: Id, disabled: Type.Boolean() }),
    Empty,
  ),
  'admin.setRole': forAdministrator(
    'Make somebody an administrator of this server, or an administrator an ordinary user',
    Shape({ userId: Id, role: OneOf('administrator', 'user') }),
    Empty,
  ),
};
