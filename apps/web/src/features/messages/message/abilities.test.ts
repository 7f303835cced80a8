import type { Message, RoomEvent, RoomKind } from '@hongyan/protocol';
import { describe, expect, test } from 'vitest';
import type { RoomAccess } from '../room/access.ts';
import { type Abilities, abilitiesOf } from './abilities.ts';

const message: Message = {
  roomId: 'r',
  id: 'm',
  seq: 1,
  authorId: 'li',
  text: '你好',
  createdAt: 0,
  editedAt: null,
  recalledAt: null,
  replyTo: null,
  mentions: [],
  mentionsAll: false,
  forwarded: [],
  reactions: [],
  event: null,
  thread: null,
  rev: 1,
};
const joined: RoomEvent = { type: 'joined', userIds: [], text: '' };

interface Situation {
  message?: Partial<Message>;
  kind?: RoomKind;
  role?: RoomAccess['role'];
  closed?: RoomAccess['closed'];
  now?: number;
}

/** What `li` may do, as words. */
function may(situation: Situation): string {
  const { kind = 'group', role = 'member', closed = null, now = 60_000 } = situation;
  const room = { kind } as RoomAccess['room'];
  const access = { room, role, closed } as RoomAccess;
  const rules = { messageLength: 4000, recallMinutes: 2 };
  const abilities = abilitiesOf({ ...message, ...situation.message }, { access, rules, myId: 'li', now });
  return (Object.keys(abilities) as (keyof Abilities)[]).filter((name) => abilities[name]).join(' ');
}

describe('what may be done with a message', () => {
  test.each<[string, Situation, string]>([
    ['my own', {}, 'react reply thread edit recall take'],
    ['my own, too late to recall', { now: 121_000 }, 'react reply thread edit take'],
    ['of another', { message: { authorId: 'han' } }, 'react reply thread take'],
    ['of another, as an admin', { message: { authorId: 'han' }, role: 'admin' }, 'react reply thread recall pin take'],
    ['in a direct room', { kind: 'direct' }, 'react reply thread edit recall pin take'],
    ['in a thread', { kind: 'thread' }, 'react reply edit recall take'],
    ['edited', { message: { editedAt: 1 } }, 'react reply thread edit recall take history'],
    [
      'forwarded',
      { message: { forwarded: [{ authorId: 'x', authorName: 'x', text: 'x', createdAt: 0 }] } },
      'react reply thread recall take',
    ],
    ['recalled', { message: { recalledAt: 1, text: '' }, role: 'owner' }, ''],
    ['an event', { message: { event: joined }, role: 'owner' }, ''],
    ['my own in an archived room', { closed: 'archived' }, 'recall take'],
    ['my own in an archived room, too late to recall', { closed: 'archived', now: 121_000 }, 'take'],
    ['my own after a block', { kind: 'direct', closed: 'blocked' }, 'recall take'],
    ['of another in an archived room', { message: { authorId: 'han' }, closed: 'archived', role: 'owner' }, 'take'],
    ['my own, seen from outside', { closed: 'outside', role: null }, 'take'],
    [
      'with a thread, seen from outside',
      { closed: 'outside', message: { thread: { roomId: 't', count: 1, lastAt: 1 } } },
      'thread take',
    ],
  ])('%s', (_, situation, expected) => {
    expect(may(situation)).toBe(expected);
  });
});
