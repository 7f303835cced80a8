import type { Message } from '@hongyan/protocol';
import type { RoomMembers } from '@hongyan/sdk';

/** Who has read a message: `unknown` where there are no receipts. */
export type ReadBy = 'unknown' | 'nobody' | 'some' | 'all';

export function readBy(room: RoomMembers, message: Pick<Message, 'authorId' | 'seq'>): ReadBy {
  const { read, unread } = readersOf(room, message);
  if (!room.whole || room.receipts.size === 0) return 'unknown';
  if (read.length === 0) return unread.length === 0 ? 'unknown' : 'nobody';
  return unread.length === 0 ? 'all' : 'some';
}

/** Present members without the author, by whether they have read a message. */
export function readersOf(
  { members, receipts }: RoomMembers,
  { authorId, seq }: Pick<Message, 'authorId' | 'seq'>,
): { read: { userId: string; readAt: number }[]; unread: string[] } {
  const read: { userId: string; readAt: number }[] = [];
  const unread: string[] = [];
  for (const { userId } of members) {
    if (userId === authorId) continue;
    const receipt = receipts.get(userId);
    if (receipt && receipt.readSeq >= seq) read.push({ userId, readAt: receipt.readAt });
    else unread.push(userId);
  }
  return { read: read.sort((left, right) => right.readAt - left.readAt), unread };
}
