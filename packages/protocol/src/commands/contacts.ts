import Type from 'typebox';
import { Presence, User } from '../entities/user.ts';
import { limits } from '../limits.ts';
import { Id, Nullable, Shape, Text } from '../text.ts';
import { Empty, forUser } from './command.ts';

export const contactCommands = {
  'user.find': forUser(
    'Find a person by exact name or e-mail',
    Shape({ query: Text(limits.email, 1) }),
    Shape({ user: Nullable(User) }),
  ),
  'user.get': forUser(
    'Profiles by id; unknown ids are left out',
    Shape({ userIds: Type.Array(Id, { maxItems: limits.ids }) }),
    Shape({ users: Type.Array(User) }),
  ),
  'contact.request': forUser(
    'Ask to become contacts. `id` is made by the client; the same again is harmless',
    Shape({ id: Id, userId: Id, note: Text(limits.requestNote) }),
    Empty,
  ),
  'contact.accept': forUser('Accept a request', Shape({ requestId: Id }), Empty),
  'contact.decline': forUser('Decline a request; the other is not told', Shape({ requestId: Id }), Empty),
  'contact.withdraw': forUser('Withdraw a request of mine', Shape({ requestId: Id }), Empty),
  'contact.update': forUser(
    'Change what I keep about a contact',
    Shape({
      userId: Id,
      remark: Type.Optional(Text(limits.remark)),
      phone: Type.Optional(Text(limits.contactField)),
      address: Type.Optional(Text(limits.contactField)),
      notes: Type.Optional(Text(limits.contactNotes)),
      group: Type.Optional(Text(limits.contactGroup)),
      starred: Type.Optional(Type.Boolean()),
    }),
    Empty,
  ),
  'contact.remove': forUser('End being contacts, for both', Shape({ userId: Id }), Empty),
  'contact.block': forUser('Block a person: neither can write to, find or see the other', Shape({ userId: Id }), Empty),
  'contact.unblock': forUser('End a block', Shape({ userId: Id }), Empty),
  'presence.watch': forUser(
    'Say whose presence this connection looks at, in place of those before; answers how they are now',
    Shape({ userIds: Type.Array(Id, { maxItems: limits.watchedPresences }) }),
    Shape({ presences: Type.Array(Presence) }),
  ),
  'presence.idle': forUser(
    'Say that nobody touches this device, or that somebody does again',
    Shape({ idle: Type.Boolean() }),
    Empty,
  ),
};
