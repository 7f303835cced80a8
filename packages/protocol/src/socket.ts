import Type from 'typebox';
import { Changes, EndReason, Head } from './changes.ts';
import { Presence } from './entities/user.ts';
import { ProblemDetails } from './errors.ts';
import { Id, Shape, Text, Time } from './text.ts';

/** The WebSocket subprotocol (RFC 6455 §1.9). A bot adds a second one, `bearer.<token>`. */
export const socketProtocol = 'hongyan.v1';

/** Client → server. `id` is any number of the client's, given back with the answer. */
export const CommandFrame = Shape({
  id: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  op: Text(64, 1),
  args: Type.Unknown(),
});
export type CommandFrame = Type.Static<typeof CommandFrame>;

/** Server → client: the answer to one command. */
export const AnswerFrame = Type.Union([
  Shape({ id: Type.Integer(), result: Type.Unknown() }),
  Shape({ id: Type.Integer(), error: ProblemDetails }),
]);
export type AnswerFrame = Type.Static<typeof AnswerFrame>;

/**
 * Server → client, unasked.
 * `hello` is the first frame. `heads` is the heartbeat: the scopes that moved since the last one, often none.
 * `lagged` says that frames were thrown away because the reader was too slow: it syncs anew.
 * `ended` says that the session is over; the socket closes.
 */
export const PushFrame = Type.Union([
  Shape({ push: Type.Literal('hello'), userId: Id, sessionId: Id, connectionId: Id, time: Time }),
  Shape({ push: Type.Literal('changes'), changes: Changes }),
  Shape({ push: Type.Literal('heads'), heads: Type.Array(Head), time: Time }),
  Shape({ push: Type.Literal('presence'), presences: Type.Array(Presence) }),
  Shape({ push: Type.Literal('typing'), roomId: Id, userId: Id, typing: Type.Boolean() }),
  Shape({ push: Type.Literal('lagged') }),
  Shape({ push: Type.Literal('ended'), reason: EndReason }),
]);
export type PushFrame = Type.Static<typeof PushFrame>;

export type ServerFrame = AnswerFrame | PushFrame;
