import type { Member, Receipt } from '@hongyan/protocol';
import { expect, test } from 'vitest';
import { readBy, readersOf } from './read-by.ts';

function room(readSeqs: Record<string, number>, whole = true) {
  const userIds = Object.keys(readSeqs);
  const members = userIds.map(
    (userId): Member => ({ roomId: 'r', userId, role: 'member', joinedAt: 0, left: false, rev: 1 }),
  );
  const receipts = userIds.map((userId): [string, Receipt] => [
    userId,
    { roomId: 'r', userId, readSeq: readSeqs[userId]!, readAt: readSeqs[userId]! * 10, rev: 1 },
  ]);
  return { members, receipts: new Map(receipts), whole };
}

const mine = { authorId: 'me', seq: 5 };

test('a message is read by those whose mark is at it or behind it, the author apart', () => {
  expect(readBy(room({ me: 9, li: 4, han: 3 }), mine)).toBe('nobody');
  expect(readBy(room({ me: 9, li: 5, han: 3 }), mine)).toBe('some');
  expect(readBy(room({ me: 1, li: 5, han: 6 }), mine)).toBe('all');
  expect(readersOf(room({ me: 9, li: 5, han: 3, ming: 7 }), mine)).toEqual({
    read: [
      { userId: 'ming', readAt: 70 },
      { userId: 'li', readAt: 50 },
    ],
    unread: ['han'],
  });
});

test('nothing is said where it is not known: no receipts, not all members, nobody else there', () => {
  expect(readBy({ ...room({ me: 1, li: 9 }), receipts: new Map() }, mine)).toBe('unknown');
  expect(readBy(room({ me: 1, li: 9 }, false), mine)).toBe('unknown');
  expect(readBy(room({ me: 9 }), mine)).toBe('unknown');
});
