import type { Room, Subscription } from '@hongyan/protocol';
import type { RoomMembers, RoomSummary } from '../api.ts';
import type { RoomState } from '../state/room-state.ts';

export function unreadOf(room: Room, subscription: Subscription | null): number {
  return subscription ? Math.max(0, room.lastSeq - subscription.readSeq) : 0;
}

/** Unread messages that mention me, all, or both. */
export function unreadMentionsOf(room: Room, subscription: Subscription | null): number {
  if (!subscription) return 0;
  const unread = [...subscription.mentions, ...room.allMentions].filter((seq) => seq > subscription.readSeq);
  return new Set(unread).size;
}

/** What a room adds to the number of everything unread. */
export function countOf({ subscription, unread, unreadMentions, threadUnread }: RoomSummary): number {
  if (!subscription) return 0;
  if (subscription.muted) return unreadMentions;
  return unread + threadUnread || Number(subscription.markedUnread);
}

/** What the threads under a room add to it. Those that the user does not follow have nothing unread. */
export function threadsIn(
  threads: readonly RoomSummary[],
): Pick<RoomSummary, 'threadUnread' | 'unreadMentions' | 'unreadThreads'> {
  const unread = threads
    .filter((thread) => thread.unread > 0)
    .sort((a, b) => b.room.lastAt - a.room.lastAt || (a.room.id < b.room.id ? -1 : 1));
  return {
    threadUnread: unread.reduce((sum, thread) => sum + thread.unread, 0),
    unreadMentions: unread.reduce((sum, thread) => sum + thread.unreadMentions, 0),
    unreadThreads: unread.map((thread) => thread.room.id),
  };
}

/** Pinned rooms first, then by the newest message. */
export function byPlaceInList(a: RoomSummary, b: RoomSummary): number {
  const pinned = Number(b.subscription?.pinned ?? false) - Number(a.subscription?.pinned ?? false);
  return pinned || b.room.lastAt - a.room.lastAt || (a.room.id < b.room.id ? -1 : 1);
}

const ranks = { owner: 0, admin: 1, member: 2 };

export function membersOf(state: RoomState | undefined): RoomMembers {
  const present = [...(state?.members.values() ?? [])].filter((member) => !member.left);
  return {
    members: present.sort(
      (a, b) => ranks[a.role] - ranks[b.role] || a.joinedAt - b.joinedAt || (a.userId < b.userId ? -1 : 1),
    ),
    receipts: new Map([...(state?.receipts ?? [])].filter(([userId]) => !state!.members.get(userId)?.left)),
    whole: state?.whole ?? false,
  };
}

export function sameList<T>(before: readonly T[], after: readonly T[]): boolean {
  return before.length === after.length && before.every((item, index) => item === after[index]);
}
