import Type from 'typebox';
import { Invite, Member, Receipt, Room } from '../entities/room.ts';
import { User } from '../entities/user.ts';
import { limits } from '../limits.ts';
import { Id, Nullable, OneOf, Rev, Seq, Shape, Text, Time } from '../text.ts';
import { Empty, forUser } from './command.ts';

const RoomAnswer = Shape({ room: Room });
const Code = Text(limits.inviteCode, 1);
const UserIds = (max: number) => Type.Array(Id, { maxItems: max });

export const roomCommands = {
  'room.direct': forUser(
    'The one direct room with a person; made when it is missing',
    Shape({ userId: Id }),
    RoomAnswer,
  ),
  'room.create': forUser(
    'Make a group or a channel. `id` is made by the client; the same again is harmless',
    Shape({
      id: Id,
      kind: OneOf('group', 'channel'),
      name: Text(limits.roomName, 1),
      topic: Text(limits.topic),
      userIds: UserIds(limits.addedMembers),
    }),
    RoomAnswer,
  ),
  'room.update': forUser(
    'Rename a room or change its topic',
    Shape({
      roomId: Id,
      name: Type.Optional(Text(limits.roomName, 1)),
      topic: Type.Optional(Text(limits.topic)),
    }),
    Empty,
  ),
  'room.setAvatar': forUser(
    "Set a room's picture, or remove it",
    Shape({ roomId: Id, image: Nullable(Text(limits.image, 1)) }),
    Empty,
  ),
  'room.archive': forUser(
    'Archive a room (nobody can write), or open it again',
    Shape({ roomId: Id, archived: Type.Boolean() }),
    Empty,
  ),
  'room.list': forUser(
    'The channels of this server by name, those with the query in their name or topic',
    Shape({ query: Text(limits.roomName), after: Type.Optional(Id) }),
    Shape({ rooms: Type.Array(Room), more: Type.Boolean() }),
  ),
  'room.join': forUser('Join a channel', Shape({ roomId: Id }), RoomAnswer),
  'room.leave': forUser('Leave a room; an owner hands it over first', Shape({ roomId: Id }), Empty),
  'room.transfer': forUser('Hand a room over to another member', Shape({ roomId: Id, userId: Id }), Empty),
  'room.read': forUser('Say how far I have read; never goes back', Shape({ roomId: Id, seq: Seq }), Empty),
  'room.type': forUser(
    'Tell the others that I am typing, or that I stopped',
    Shape({ roomId: Id, typing: Type.Boolean() }),
    Empty,
  ),
  'room.watch': forUser(
    'Get a room live on this connection without being its member: a channel that I look at, a thread',
    Shape({ roomId: Id, watch: Type.Boolean() }),
    Shape({ room: Nullable(Room) }),
  ),
  'thread.open': forUser(
    'The thread under a message; made when it is missing',
    Shape({ roomId: Id, messageId: Id }),
    RoomAnswer,
  ),
  'member.list': forUser(
    'Members by id, with read receipts where the room has them',
    Shape({ roomId: Id, after: Type.Optional(Id) }),
    Shape({
      members: Type.Array(Member),
      receipts: Type.Array(Receipt),
      users: Type.Array(User),
      rev: Rev,
      more: Type.Boolean(),
    }),
  ),
  'member.add': forUser('Add people to a room', Shape({ roomId: Id, userIds: UserIds(limits.addedMembers) }), Empty),
  'member.remove': forUser('Remove a person from a room', Shape({ roomId: Id, userId: Id }), Empty),
  'member.setRole': forUser(
    'Make a member an admin, or an admin a member',
    Shape({ roomId: Id, userId: Id, role: OneOf('admin', 'member') }),
    Empty,
  ),
  'invite.create': forUser(
    'Make an invite link; `hours` and `maxUses` 0 mean without end',
    Shape({
      roomId: Id,
      hours: Type.Integer({ minimum: 0, maximum: limits.inviteHours }),
      maxUses: Type.Integer({ minimum: 0, maximum: limits.inviteUses }),
    }),
    Shape({ invite: Invite }),
  ),
  'invite.list': forUser(
    "A room's invite links that still work",
    Shape({ roomId: Id }),
    Shape({ invites: Type.Array(Invite) }),
  ),
  'invite.revoke': forUser('Make an invite link invalid', Shape({ code: Code }), Empty),
  'invite.preview': forUser(
    'What an invite link leads to',
    Shape({ code: Code }),
    Shape({
      roomId: Id,
      name: Type.String(),
      topic: Type.String(),
      avatar: Nullable(Type.String()),
      memberCount: Type.Integer(),
      expiresAt: Nullable(Time),
      member: Type.Boolean(),
    }),
  ),
  'invite.accept': forUser('Join by an invite link', Shape({ code: Code }), RoomAnswer),
  'subscription.update': forUser(
    'Mute, pin or mark a room unread, for me alone',
    Shape({
      roomId: Id,
      muted: Type.Optional(Type.Boolean()),
      pinned: Type.Optional(Type.Boolean()),
      markedUnread: Type.Optional(Type.Boolean()),
    }),
    Empty,
  ),
};
