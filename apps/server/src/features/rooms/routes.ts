import type { CommandName } from '@hongyan/protocol';
import type { Caller, Handlers } from '../../platform/commands/index.ts';
import { setMemberRole, transferRoom } from './change-roles.ts';
import { createRoom } from './create-room.ts';
import type { RoomDeps } from './deps.ts';
import { openDirectRoom } from './direct-room.ts';
import { addMembers, joinChannel } from './enter-room.ts';
import { leaveRoom, removeMember } from './exit-room.ts';
import { acceptInvite, createInvite, listInvites, previewInvite, revokeInvite } from './invites.ts';
import { readChannels, readMemberPage, watchRoom } from './read-rooms.ts';
import { archiveRoom, renameRoom, setRoomAvatar } from './update-room.ts';
import { updateSubscription } from './update-subscription.ts';

type RoomHandlers = Omit<
  Pick<
    Handlers,
    Extract<CommandName, `room.${string}` | `member.${string}` | `invite.${string}`> | 'subscription.update'
  >,
  'room.read' | 'room.type'
>;

export function roomRoutes(deps: RoomDeps): RoomHandlers {
  /** A command that answers nothing but that it is done. */
  const done =
    <A>(work: (deps: RoomDeps, userId: string, args: A) => Promise<void>) =>
    async (args: A, caller: Caller) => {
      await work(deps, caller.userId, args);
      return {};
    };
  return {
    'room.direct': (args, caller) => openDirectRoom(deps, caller.userId, args),
    'room.create': (args, caller) => createRoom(deps, caller.userId, args),
    'room.update': done(renameRoom),
    'room.setAvatar': done(setRoomAvatar),
    'room.archive': done(archiveRoom),
    'room.list': (args) => readChannels(deps, args),
    'room.join': (args, caller) => joinChannel(deps, caller.userId, args),
    'room.leave': done(leaveRoom),
    'room.transfer': done(transferRoom),
    'room.watch': (args, caller) => watchRoom(deps, caller, args),
    'member.list': (args, caller) => readMemberPage(deps, caller.userId, args),
    'member.add': done(addMembers),
    'member.remove': done(removeMember),
    'member.setRole': done(setMemberRole),
    'invite.create': (args, caller) => createInvite(deps, caller.userId, args),
    'invite.list': (args, caller) => listInvites(deps, caller.userId, args),
    'invite.revoke': done(revokeInvite),
    'invite.preview': (args, caller) => previewInvite(deps, caller.userId, args),
    'invite.accept': (args, caller) => acceptInvite(deps, caller.userId, args),
    'subscription.update': done(updateSubscription),
  };
}
