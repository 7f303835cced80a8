import Type from 'typebox';
import { Id, Nullable, OneOf, Rev, Seq, Shape, Time } from '../text.ts';

/** `userIds` names the first `limits.reactionUsers`; `count` is whole. */
export const Reaction = Shape({ emoji: Type.String(), count: Type.Integer(), userIds: Type.Array(Id) });
export type Reaction = Type.Static<typeof Reaction>;

/** A message as it was when it was forwarded. */
export const Forwarded = Shape({ authorId: Id, authorName: Type.String(), text: Type.String(), createdAt: Time });
export type Forwarded = Type.Static<typeof Forwarded>;

/** What happened to a room, shown as a line between the messages. The message's author did it. */
export const RoomEvent = Shape({
  type: OneOf(
    'created',
    'joined',
    'added',
    'removed',
    'left',
    'renamed',
    'topic',
    'avatar',
    'role',
    'owner',
    'archived',
    'unarchived',
  ),
  /** Those to whom it was done. */
  userIds: Type.Array(Id),
  /** The new name, topic or role. */
  text: Type.String(),
});
export type RoomEvent = Type.Static<typeof RoomEvent>;

export const Message = Shape({
  roomId: Id,
  /** Made by the client that sent it, the same for ever. */
  id: Id,
  seq: Seq,
  authorId: Id,
  /** Markdown; empty in a tombstone, an event and a forward. */
  text: Type.String(),
  createdAt: Time,
  editedAt: Nullable(Time),
  /** Set on the tombstone that a recall leaves. */
  recalledAt: Nullable(Time),
  replyTo: Nullable(Id),
  mentions: Type.Array(Id),
  mentionsAll: Type.Boolean(),
  forwarded: Type.Array(Forwarded),
  reactions: Type.Array(Reaction),
  event: Nullable(RoomEvent),
  /** The thread under this message. */
  thread: Nullable(Shape({ roomId: Id, count: Type.Integer(), lastAt: Time })),
  rev: Rev,
});
export type Message = Type.Static<typeof Message>;

/** One earlier text of an edited message; the last is the present one. */
export const MessageVersion = Shape({ text: Type.String(), at: Time });
export type MessageVersion = Type.Static<typeof MessageVersion>;
