import type Type from 'typebox';
import { Shape } from '../text.ts';

/**
 * One thing that a client can ask, over HTTP (`POST /api/<name>`, the arguments as the body) and over the socket
 * (`{ id, op: name, args }`) alike. `access` is the least that the caller must be; what it may do with which room is
 * decided by the command.
 */
export interface Command<A extends Type.TSchema = Type.TSchema, R extends Type.TSchema = Type.TSchema> {
  access: 'anyone' | 'user' | 'administrator';
  summary: string;
  args: A;
  result: R;
}

export const forAnyone = <A extends Type.TSchema, R extends Type.TSchema>(summary: string, args: A, result: R) =>
  ({ access: 'anyone', summary, args, result }) satisfies Command<A, R>;

export const forUser = <A extends Type.TSchema, R extends Type.TSchema>(summary: string, args: A, result: R) =>
  ({ access: 'user', summary, args, result }) satisfies Command<A, R>;

export const forAdministrator = <A extends Type.TSchema, R extends Type.TSchema>(summary: string, args: A, result: R) =>
  ({ access: 'administrator', summary, args, result }) satisfies Command<A, R>;

/** No arguments, or nothing to say but that it is done. */
export const Empty = Shape({});
