import type { MemberRole } from './entities/room.ts';

/**
 * What can be done in a room, and the least role that may. Roles are those of the room, or of the room above a
 * thread. Direct rooms have no roles: there, what both may do is decided by the command.
 */
const leastRole = {
  /** Add people. They need not be asked, so whoever is in may: it is how a group grows. */
  add: 'member',
  /** Make, list and revoke invite links: they reach people whom nobody here knows. */
  invite: 'admin',
  /** Rename, change the topic or the picture. */
  edit: 'admin',
  /** Pin messages for everybody. */
  pin: 'admin',
  /** Recall what others wrote, and one's own after the time for it. */
  recall: 'admin',
  /** Remove those of a lower role. */
  remove: 'admin',
  /** Archive, and open again. */
  archive: 'admin',
  /** Make and unmake admins. */
  setRole: 'owner',
  /** Hand the room over. */
  transfer: 'owner',
} as const satisfies Record<string, MemberRole>;

export type RoomAction = keyof typeof leastRole;

const rank: Record<MemberRole, number> = { member: 1, admin: 2, owner: 3 };

/** Whether a role may do something. `null` is somebody who is not in the room. */
export function can(role: MemberRole | null, action: RoomAction): boolean {
  return role !== null && rank[role] >= rank[leastRole[action]];
}

/** Whether `role` stands above `other`: nobody removes their equals. */
export function outranks(role: MemberRole, other: MemberRole): boolean {
  return rank[role] > rank[other];
}
