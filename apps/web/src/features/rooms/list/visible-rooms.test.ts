import type { RoomSummary } from '@hongyan/sdk';
import { describe, expect, test } from 'vitest';
import { isUnread, type RoomChoice, visibleRooms } from './visible-rooms.ts';

function room(
  id: string,
  name: string,
  more: { unread?: number; answers?: number; marked?: boolean; archived?: boolean; pinned?: boolean } = {},
): RoomSummary {
  return {
    room: {
      id,
      kind: 'group',
      name,
      topic: '',
      avatar: null,
      pair: null,
      parent: null,
      createdAt: 0,
      archivedAt: more.archived ? 1 : null,
      memberCount: 2,
      lastSeq: 1,
      lastAt: 0,
      allMentions: [],
      pins: [],
      rev: 1,
    },
    subscription: {
      roomId: id,
      readSeq: 0,
      markedUnread: more.marked ?? false,
      muted: false,
      pinned: more.pinned ?? false,
      mentions: [],
      joinedAt: 0,
      left: false,
      rev: 1,
    },
    unread: more.unread ?? 0,
    unreadMentions: 0,
    threadUnread: more.answers ?? 0,
    unreadThreads: [],
    lastMessage: null,
    outgoing: null,
    draft: '',
    otherId: null,
  };
}

const rooms = [
  room('climb', '周末爬山'),
  room('team', 'Design Team', { unread: 3 }),
  room('todo', '待办', { marked: true }),
  room('old', '旧项目', { archived: true }),
  room('kept', '公告', { archived: true, pinned: true }),
];

const show = (choice: Partial<RoomChoice>) =>
  visibleRooms(rooms, { filter: 'all', query: '', openId: undefined, namesOf: ({ room }) => [room.name], ...choice });

describe('visibleRooms', () => {
  test('all keeps the order and leaves archived rooms out unless they are pinned, unread or open', () => {
    expect(show({})).toEqual(['climb', 'team', 'todo', 'kept']);
    expect(show({ openId: 'old' })).toEqual(['climb', 'team', 'todo', 'old', 'kept']);
  });

  test('unread holds marked rooms and the open one, which is being read', () => {
    expect(show({ filter: 'unread' })).toEqual(['team', 'todo']);
    expect(show({ filter: 'unread', openId: 'climb' })).toEqual(['climb', 'team', 'todo']);
  });

  test('archived holds the archived rooms alone', () => {
    expect(show({ filter: 'archived', openId: 'climb' })).toEqual(['old', 'kept']);
  });

  test('a query finds Chinese, its initials, any case and full-width letters, in archived rooms too', () => {
    expect(show({ query: '爬' })).toEqual(['climb']);
    expect(show({ query: 'zmp' })).toEqual(['climb']);
    expect(show({ query: ' dESIGN' })).toEqual(['team']);
    expect(show({ query: 'Ｄｅｓｉｇｎ' })).toEqual(['team']);
    expect(show({ query: '旧', filter: 'unread' })).toEqual(['old']);
    expect(show({ query: '没有' })).toEqual([]);
  });

  test('a room counts as unread by its messages, by the answers in its threads or by its mark', () => {
    expect(rooms.map(isUnread)).toEqual([false, true, true, false, false]);
    expect(isUnread(room('talk', '讨论', { answers: 1 }))).toBe(true);
  });
});
