import Type from 'typebox';
import { Id, Nullable, OneOf, Rev, Seq, Shape, Time } from '../text.ts';

export const RoomKind = OneOf('direct', 'group', 'channel', 'thread');
export type RoomKind = Type.Static<typeof RoomKind>;

export const Room = Shape({
  id: Id,
  kind: RoomKind,
  /** Empty for `direct` (named by the other person) and `thread` (named by its message). */
  name: Type.String(),
  topic: Type.String(),
  avatar: Nullable(Type.String()),
  /** The two people of a direct room. */
  pair: Nullable(Type.Tuple([Id, Id])),
  /** The message under which a thread lives. */
  parent: Nullable(Shape({ roomId: Id, messageId: Id })),
  createdAt: Time,
  archivedAt: Nullable(Time),
  memberCount: Type.Integer(),
  /** The newest message's place; 0 while there is none. */
  lastSeq: Seq,
  lastAt: Time,
  /** Places of the newest messages to @all, ascending. */
  allMentions: Type.Array(Seq),
  /** Ids of the pinned messages, oldest pin first. */
  pins: Type.Array(Id),
  rev: Rev,
});
export type Room = Type.Static<typeof Room>;

export const MemberRole = OneOf('owner', 'admin', 'member');
export type MemberRole = Type.Static<typeof MemberRole>;

/** A user's place in a room. `left` marks the tombstone of a former member. */
export const Member = Shape({
  roomId: Id,
  userId: Id,
  role: MemberRole,
  joinedAt: Time,
  left: Type.Boolean(),
  rev: Rev,
});
export type Member = Type.Static<typeof Member>;

/** How far a member has read. Only in direct rooms and rooms of at most `limits.receiptMembers`. */
export const Receipt = Shape({ roomId: Id, userId: Id, readSeq: Seq, readAt: Time, rev: Rev });
export type Receipt = Type.Static<typeof Receipt>;

/**
 * My own private side of a room. Unread messages are `room.lastSeq - readSeq`, unread mentions are those of
 * `mentions` and `room.allMentions` above `readSeq`. `left` marks the tombstone.
 */
export const Subscription = Shape({
  roomId: Id,
  readSeq: Seq,
  markedUnread: Type.Boolean(),
  muted: Type.Boolean(),
  pinned: Type.Boolean(),
  /** Places of the newest messages that mention me, ascending. */
  mentions: Type.Array(Seq),
  joinedAt: Time,
  left: Type.Boolean(),
  rev: Rev,
});
export type Subscription = Type.Static<typeof Subscription>;

/** Unfinished text, the same on every device. Empty text is the tombstone. */
export const Draft = Shape({ roomId: Id, text: Type.String(), replyTo: Nullable(Id), updatedAt: Time, rev: Rev });
export type Draft = Type.Static<typeof Draft>;

/** A message that I keep at hand. `deleted` marks the tombstone. */
export const SavedMessage = Shape({ roomId: Id, messageId: Id, savedAt: Time, deleted: Type.Boolean(), rev: Rev });
export type SavedMessage = Type.Static<typeof SavedMessage>;

/** A link by which people join. `maxUses` 0 and `expiresAt` null mean without end. */
export const Invite = Shape({
  code: Type.String(),
  roomId: Id,
  createdBy: Id,
  createdAt: Time,
  expiresAt: Nullable(Time),
  maxUses: Type.Integer(),
  uses: Type.Integer(),
});
export type Invite = Type.Static<typeof Invite>;
