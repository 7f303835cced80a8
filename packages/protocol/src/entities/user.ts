import Type from 'typebox';
import { limits } from '../limits.ts';
import { Id, Nullable, OneOf, Rev, Shape, Text, Time } from '../text.ts';

/** A person or a bot, as others see them. */
export const User = Shape({
  id: Id,
  /** The sign-in name; empty once the account is deleted. */
  name: Type.String(),
  displayName: Type.String(),
  bio: Type.String(),
  /** Path of the picture on the server, or null. */
  avatar: Nullable(Type.String()),
  deleted: Type.Boolean(),
  /** Grows with every change of the profile; the higher one is the newer. */
  rev: Rev,
});
export type User = Type.Static<typeof User>;

/** The signed-in user's own account. */
export const Self = Shape({
  id: Id,
  email: Type.String(),
  /** An address that waits for its confirmation, or null. */
  newEmail: Nullable(Type.String()),
  role: OneOf('administrator', 'user'),
  createdAt: Time,
  rev: Rev,
});
export type Self = Type.Static<typeof Self>;

/** A signed-in device. `ended` marks the tombstone. */
export const Session = Shape({
  id: Id,
  device: Type.String(),
  address: Type.String(),
  createdAt: Time,
  lastSeenAt: Time,
  ended: Type.Boolean(),
  rev: Rev,
});
export type Session = Type.Static<typeof Session>;

export const PresenceState = OneOf('online', 'away', 'busy', 'offline');
export type PresenceState = Type.Static<typeof PresenceState>;

/** What a user says of themselves; `until` is when it ends, null for never. */
export const Status = Shape({ emoji: Text(limits.emoji), text: Text(limits.statusText), until: Nullable(Time) });
export type Status = Type.Static<typeof Status>;

/** `lastSeenAt` is null while online and for those who may not see it. */
export const Presence = Shape({
  userId: Id,
  state: PresenceState,
  lastSeenAt: Nullable(Time),
  status: Nullable(Status),
});
export type Presence = Type.Static<typeof Presence>;

const MinuteOfDay = Type.Integer({ minimum: 0, maximum: 24 * 60 - 1 });

/** A user's choices, the same on every device. */
export const Settings = Shape({
  language: OneOf('auto', 'en', 'zh-CN'),
  theme: OneOf('auto', 'light', 'dark'),
  lastSeenFor: OneOf('everyone', 'contacts', 'nobody'),
  requestsFrom: OneOf('everyone', 'nobody'),
  /** Who may write first. Direct rooms that are in the user's list already stay open: a contact's, or one in use. */
  messagesFrom: OneOf('everyone', 'contacts'),
  groupsFrom: OneOf('everyone', 'contacts'),
  findableByEmail: Type.Boolean(),
  /** What the user chose; `auto` follows the devices. */
  presence: OneOf('auto', 'away', 'busy', 'offline'),
  /** Whether notifications show what was written. */
  notificationPreview: Type.Boolean(),
  notificationSound: Type.Boolean(),
  /** When nothing calls, in minutes of the day where the user is; may go over midnight. */
  quietHours: Nullable(Shape({ from: MinuteOfDay, to: MinuteOfDay })),
  rev: Rev,
});
export type Settings = Type.Static<typeof Settings>;

export const defaultSettings: Settings = {
  language: 'auto',
  theme: 'auto',
  lastSeenFor: 'everyone',
  requestsFrom: 'everyone',
  messagesFrom: 'everyone',
  groupsFrom: 'everyone',
  findableByEmail: true,
  presence: 'auto',
  notificationPreview: true,
  notificationSound: true,
  quietHours: null,
  rev: 0,
};
