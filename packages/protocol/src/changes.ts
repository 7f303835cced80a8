import Type from 'typebox';
import { Block, Contact, ContactRequest } from './entities/contact.ts';
import { Message } from './entities/message.ts';
import { Draft, Member, Receipt, Room, SavedMessage, Subscription } from './entities/room.ts';
import { Self, Session, Settings, User } from './entities/user.ts';
import { Id, OneOf, Rev, Shape } from './text.ts';

/** A room's id, or `me` for the user's own rows. */
export const Scope = Type.Union([Id, Type.Literal('me')]);
export type Scope = Type.Static<typeof Scope>;

/**
 * Everything that a scope's viewer can see that changed after revision `from`, up to and with `to`. Push, catch-up
 * and first load have this one shape. Rows are upserted by id; the one with the higher `rev` stays, so that replaying
 * is harmless. Whoever holds another revision than `from` asks for `changes` after what they hold.
 */
export const Changes = Shape({
  scope: Scope,
  from: Rev,
  to: Rev,
  /** A snapshot: what was held of this scope before is void. */
  reset: Type.Optional(Type.Literal(true)),
  /** Left out when nothing but new messages moved it: then `lastSeq` and `lastAt` follow from them, `rev` from `to`. */
  room: Type.Optional(Room),
  members: Type.Optional(Type.Array(Member)),
  messages: Type.Optional(Type.Array(Message)),
  receipts: Type.Optional(Type.Array(Receipt)),
  self: Type.Optional(Self),
  settings: Type.Optional(Settings),
  sessions: Type.Optional(Type.Array(Session)),
  subscriptions: Type.Optional(Type.Array(Subscription)),
  drafts: Type.Optional(Type.Array(Draft)),
  saved: Type.Optional(Type.Array(SavedMessage)),
  contacts: Type.Optional(Type.Array(Contact)),
  requests: Type.Optional(Type.Array(ContactRequest)),
  blocks: Type.Optional(Type.Array(Block)),
  /** Profiles of those who appear in the rows. */
  users: Type.Optional(Type.Array(User)),
});
export type Changes = Type.Static<typeof Changes>;

/** The newest revision of a scope. */
export const Head = Type.Tuple([Scope, Rev]);
export type Head = Type.Static<typeof Head>;

/** Why the server ended a session. */
export const EndReason = OneOf('signed-out', 'password-changed', 'account-disabled', 'account-deleted');
export type EndReason = Type.Static<typeof EndReason>;
