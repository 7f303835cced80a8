import { type CommandArgs, ProblemError } from '@hongyan/protocol';
import { changeRoom } from './change-room.ts';
import type { RoomDeps } from './deps.ts';
import { roleOf, setRole } from './members-repo.ts';

/** Makes a member an admin, or an admin a member. @throws ProblemError `not_yourself`, `member_not_found` */
export async function setMemberRole(
  deps: RoomDeps,
  userId: string,
  { roomId, userId: memberId, role }: CommandArgs<'member.setRole'>,
): Promise<void> {
  await changeRoom(deps, userId, { roomId, action: 'setRole' }, async ({ tx }, nextRev) => {
    if (memberId === userId) throw new ProblemError('not_yourself');
    const before = await roleOf(tx, roomId, memberId);
    if (before === null) throw new ProblemError('member_not_found');
    if (before === role) return null;
    await setRole(tx, { roomId, userId: memberId, role, rev: await nextRev() });
    return { events: [{ type: 'role', userIds: [memberId], text: role }], memberIds: [memberId] };
  });
}

/** Makes another member the owner; the owner until now stays as an admin. */
export async function transferRoom(
  deps: RoomDeps,
  userId: string,
  { roomId, userId: heirId }: CommandArgs<'room.transfer'>,
): Promise<void> {
  await changeRoom(deps, userId, { roomId, action: 'transfer' }, async ({ tx }, nextRev) => {
    if (heirId === userId) throw new ProblemError('not_yourself');
    if ((await roleOf(tx, roomId, heirId)) === null) throw new ProblemError('member_not_found');
    const rev = await nextRev();
    await setRole(tx, { roomId, userId: heirId, role: 'owner', rev });
    await setRole(tx, { roomId, userId, role: 'admin', rev });
    return { events: [{ type: 'owner', userIds: [heirId], text: '' }], memberIds: [heirId, userId] };
  });
}
