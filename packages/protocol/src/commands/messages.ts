import Type from 'typebox';
import { Message, MessageVersion } from '../entities/message.ts';
import { User } from '../entities/user.ts';
import { limits } from '../limits.ts';
import { Id, Nullable, Rev, Seq, Shape, Text, Time } from '../text.ts';
import { Empty, forUser } from './command.ts';

const Place = Shape({ roomId: Id, id: Id });
const Mentions = Type.Array(Id, { maxItems: limits.mentions, uniqueItems: true });

/** The answer to a send: where the message now is, for ever. On disk. */
export const SendResult = Shape({ seq: Seq, createdAt: Time });
export type SendResult = Type.Static<typeof SendResult>;

/** Messages without holes in `seq`, ascending, and `related` ones that they quote. */
export const MessagePage = Shape({
  messages: Type.Array(Message),
  related: Type.Array(Message),
  users: Type.Array(User),
  /** The room's revision when the page was read. */
  rev: Rev,
  /** The newest place in the room when the page was read. */
  lastSeq: Seq,
});
export type MessagePage = Type.Static<typeof MessagePage>;

export const messageCommands = {
  'message.send': forUser(
    'Send a message. `id` is made by the client and kept for every retry: the same again gets the original answer',
    Shape({
      roomId: Id,
      id: Id,
      text: Text(limits.messageLength, 1),
      replyTo: Type.Optional(Id),
      mentions: Type.Optional(Mentions),
      mentionsAll: Type.Optional(Type.Boolean()),
    }),
    SendResult,
  ),
  'message.forward': forUser(
    'Forward one or more messages of one room, as one new message',
    Shape({
      roomId: Id,
      id: Id,
      from: Shape({
        roomId: Id,
        messageIds: Type.Array(Id, { minItems: 1, maxItems: limits.forwardedMessages, uniqueItems: true }),
      }),
    }),
    SendResult,
  ),
  'message.edit': forUser(
    'Change the text of my message; the earlier text is kept',
    Shape({
      roomId: Id,
      id: Id,
      text: Text(limits.messageLength, 1),
      mentions: Type.Optional(Mentions),
      mentionsAll: Type.Optional(Type.Boolean()),
    }),
    Empty,
  ),
  'message.history': forUser(
    'All texts of a message, oldest first',
    Place,
    Shape({ versions: Type.Array(MessageVersion) }),
  ),
  'message.recall': forUser('Take a message back; a tombstone stays', Place, Empty),
  'message.react': forUser(
    'Add my reaction to a message, or take it off',
    Shape({ roomId: Id, id: Id, emoji: Text(limits.emoji, 1), on: Type.Boolean() }),
    Empty,
  ),
  'message.pin': forUser(
    'Pin a message for everybody in the room, or unpin it',
    Shape({ roomId: Id, id: Id, on: Type.Boolean() }),
    Empty,
  ),
  'message.save': forUser(
    'Keep a message at hand for me, or no longer',
    Shape({ roomId: Id, id: Id, on: Type.Boolean() }),
    Empty,
  ),
  'message.page': forUser(
    'Messages before or after a place (exclusive), around a place, or from a moment on; without any, the newest',
    Shape({
      roomId: Id,
      before: Type.Optional(Seq),
      after: Type.Optional(Seq),
      around: Type.Optional(Seq),
      at: Type.Optional(Time),
      limit: Type.Integer({ minimum: 1, maximum: limits.page }),
    }),
    MessagePage,
  ),
  'message.get': forUser(
    'Messages by id; unknown ids are left out',
    Shape({ roomId: Id, ids: Type.Array(Id, { maxItems: limits.ids }) }),
    Shape({ messages: Type.Array(Message), users: Type.Array(User) }),
  ),
  'draft.set': forUser(
    'Keep unfinished text for all my devices; empty text removes it',
    Shape({ roomId: Id, text: Text(limits.messageLength), replyTo: Nullable(Id) }),
    Empty,
  ),
};
