import { randomBytes } from 'node:crypto';
import { type CommandArgs, type CommandResult, type Invite, limits, ProblemError, type Room } from '@hongyan/protocol';
import { lockRooms } from '../../platform/db/index.ts';
import { accessRoom, accessToManage } from './access.ts';
import type { RoomDeps } from './deps.ts';
import { enter } from './enter-room.ts';
import { toInvite, toRoom } from './entities.ts';
import { insertInvite, inviteByCode, openInvites, revokeInvites, takeInvite } from './invites-repo.ts';
import { roleOf } from './members-repo.ts';
import { readRoomsByIds } from './repo.ts';

export async function createInvite(
  deps: RoomDeps,
  userId: string,
  { roomId, hours, maxUses }: CommandArgs<'invite.create'>,
): Promise<{ invite: Invite }> {
  return deps.db.transaction().execute(async (tx) => {
    await lockRooms(tx, [roomId]);
    await accessToManage(tx, userId, roomId, 'invite');
    const now = deps.clock.now();
    if ((await openInvites(tx, roomId, now)).length >= limits.invitesPerRoom)
      throw new ProblemError('too_many', { limit: limits.invitesPerRoom });
    const row = await insertInvite(tx, {
      // 128 random bits: not to be guessed, short enough to be sent.
      code: randomBytes(16).toString('base64url'),
      roomId,
      createdBy: userId,
      now,
      expiresAt: hours === 0 ? null : now + hours * 3_600_000,
      maxUses,
    });
    return { invite: toInvite(row) };
  });
}

export async function listInvites(
  deps: RoomDeps,
  userId: string,
  { roomId }: CommandArgs<'invite.list'>,
): Promise<{ invites: Invite[] }> {
  await accessToManage(deps.db, userId, roomId, 'invite');
  const rows = await openInvites(deps.db, roomId, deps.clock.now());
  return { invites: rows.map(toInvite) };
}

export async function revokeInvite(
  deps: RoomDeps,
  userId: string,
  { code }: CommandArgs<'invite.revoke'>,
): Promise<void> {
  const now = deps.clock.now();
  const invite = await inviteByCode(deps.db, code, now);
  if (!invite) throw new ProblemError('invite_invalid');
  await accessToManage(deps.db, userId, invite.room_id, 'invite');
  await revokeInvites(deps.db, { code }, now);
}

/** What a link leads to. Members see it even when it does not work any more: they followed it before. */
export async function previewInvite(
  deps: RoomDeps,
  userId: string,
  { code }: CommandArgs<'invite.preview'>,
): Promise<CommandResult<'invite.preview'>> {
  const invite = await inviteByCode(deps.db, code, deps.clock.now());
  if (!invite) throw new ProblemError('invite_invalid');
  const room = (await readRoomsByIds(deps.db, [invite.room_id])).get(invite.room_id);
  const member = (await roleOf(deps.db, invite.room_id, userId)) !== null;
  if (!room || (!member && (!invite.open || room.archivedAt !== null))) throw new ProblemError('invite_invalid');
  const { id: roomId, name, topic, avatar, memberCount } = room;
  return { roomId, name, topic, avatar, memberCount, expiresAt: invite.expires_at, member };
}

/** Joins by a link. Whoever is in already uses nothing up, so that a retry costs nothing. */
export async function acceptInvite(
  deps: RoomDeps,
  userId: string,
  { code }: CommandArgs<'invite.accept'>,
): Promise<{ room: Room }> {
  const { roomId, publish } = await deps.db.transaction().execute(async (tx) => {
    const now = deps.clock.now();
    const invite = await inviteByCode(tx, code, now);
    if (!invite) throw new ProblemError('invite_invalid');
    const roomId = invite.room_id;
    await lockRooms(tx, [roomId]);
    if ((await roleOf(tx, roomId, userId)) !== null) return { roomId, publish: () => {} };
    if (!(await takeInvite(tx, code, now))) throw new ProblemError('invite_invalid');
    const room = (await readRoomsByIds(tx, [roomId])).get(roomId)!;
    return { roomId, publish: await enter(deps, tx, room, userId) };
  });
  publish();
  const { room } = await accessRoom(deps.db, userId, roomId, 'read');
  return { room: toRoom(room) };
}
