import type { Member } from '@hongyan/protocol';
import { describe, expect, test } from 'vitest';
import { mergeMembers } from './merge-members.ts';

function member(userId: string, more: Partial<Member> = {}): Member {
  return { roomId: 'r', userId, role: 'member', joinedAt: 1, left: false, rev: 1, ...more };
}

const ids = (members: readonly Member[]) => members.map(({ userId }) => userId);

describe('mergeMembers', () => {
  test('where the store holds all, pages count for nothing', () => {
    expect(ids(mergeMembers([member('gone')], { members: [member('here')], whole: true }))).toEqual(['here']);
  });

  test('the newer of two rows wins, whoever holds it', () => {
    const pages = [member('a', { role: 'admin', rev: 5 }), member('b', { rev: 1 })];
    const held = [member('a', { rev: 4 }), member('b', { role: 'admin', rev: 3 })];
    const merged = mergeMembers(pages, { members: held, whole: false });
    expect(merged.map(({ userId, role }) => [userId, role])).toEqual([
      ['a', 'admin'],
      ['b', 'admin'],
    ]);
  });

  test('owner, admins, members; each by when they joined; those who left are gone', () => {
    const pages = [
      member('late', { joinedAt: 9 }),
      member('early', { joinedAt: 2 }),
      member('admin', { role: 'admin', joinedAt: 5 }),
      member('owner', { role: 'owner', joinedAt: 7 }),
    ];
    const held = { members: [member('early', { left: true, rev: 2 })], whole: false };
    expect(ids(mergeMembers(pages, held))).toEqual(['owner', 'admin', 'late']);
  });
});
