import Type from 'typebox';
import { Id, Nullable, OneOf, Rev, Shape, Time } from '../text.ts';

/** Someone in my contacts, with what only I see of them. `deleted` marks the tombstone. */
export const Contact = Shape({
  userId: Id,
  /** My own name for them; empty shows their display name. */
  remark: Type.String(),
  phone: Type.String(),
  address: Type.String(),
  notes: Type.String(),
  group: Type.String(),
  starred: Type.Boolean(),
  createdAt: Time,
  deleted: Type.Boolean(),
  rev: Rev,
});
export type Contact = Type.Static<typeof Contact>;

/**
 * A wish to become contacts. States, in order: `pending`, then one of `accepted`, `declined`, `withdrawn`.
 * To the one who asked, `declined` stays `pending`.
 */
export const ContactRequest = Shape({
  id: Id,
  fromId: Id,
  toId: Id,
  note: Type.String(),
  state: OneOf('pending', 'accepted', 'declined', 'withdrawn'),
  createdAt: Time,
  decidedAt: Nullable(Time),
  rev: Rev,
});
export type ContactRequest = Type.Static<typeof ContactRequest>;

/** Someone whom I blocked. They are not told. `deleted` marks the tombstone. */
export const Block = Shape({ userId: Id, createdAt: Time, deleted: Type.Boolean(), rev: Rev });
export type Block = Type.Static<typeof Block>;
