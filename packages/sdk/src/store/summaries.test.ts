import type { Subscription } from '@hongyan/protocol';
import { describe, expect, it } from 'vitest';
import type { RoomSummary } from '../api.ts';
import { Replica } from '../state/replica.ts';
import { memoryStorage } from '../storage/memory.ts';
import { aRoom, aSubscription, idOf } from '../testing/rows.ts';
import { countOf, threadsIn } from './summaries.ts';
import { Topics } from './topics.ts';

const homeId = idOf('room', 1);
const parent = { roomId: homeId, messageId: idOf('message', 1) };

function aThread(number: number, part: Partial<RoomSummary> & { lastAt?: number }): RoomSummary {
  const { lastAt = number, ...rest } = part;
  const room = aRoom({ id: idOf('thread', number), kind: 'thread', parent, lastAt });
  return { ...aSummary({}), room, ...rest };
}

function aSummary(subscription: Partial<Subscription>): RoomSummary {
  return {
    room: aRoom({ id: homeId }),
    subscription: aSubscription({ roomId: homeId, rev: 1, ...subscription }),
    unread: 0,
    unreadMentions: 0,
    threadUnread: 0,
    unreadThreads: [],
    lastMessage: null,
    outgoing: null,
    draft: '',
    otherId: null,
  };
}

describe('threadsIn', () => {
  it('adds up the unread answers and mentions, and names the thread with the newest answer first', () => {
    const threads = [
      aThread(1, { unread: 2, lastAt: 5 }),
      aThread(2, {}),
      aThread(3, { unread: 1, unreadMentions: 1, lastAt: 9 }),
    ];
    expect(threadsIn(threads)).toEqual({
      threadUnread: 3,
      unreadMentions: 1,
      unreadThreads: [idOf('thread', 3), idOf('thread', 1)],
    });
  });
});

describe('countOf', () => {
  it('counts answers like messages, and in a muted room mentions alone', () => {
    const news = { unread: 2, threadUnread: 3, unreadMentions: 1 };
    expect(countOf({ ...aSummary({}), ...news })).toBe(5);
    expect(countOf({ ...aSummary({ muted: true }), ...news })).toBe(1);
    expect(countOf({ ...aSummary({ markedUnread: true }), threadUnread: 3 })).toBe(3);
    expect(countOf(aSummary({ markedUnread: true }))).toBe(1);
  });
});

describe('a room above a thread', () => {
  it('is touched when the thread moves, is read or is left', async () => {
    const topics = new Topics();
    const nothing = () => {};
    const events = { message: nothing, arrived: nothing, own: nothing, joined: nothing, reset: nothing, left: nothing };
    const replica = new Replica({ topics, storage: memoryStorage(), events });
    let heard = 0;
    topics.subscribe(`room:${homeId}`, () => {
      heard += 1;
    });
    const threadId = idOf('thread', 1);
    const room = aRoom({ id: threadId, kind: 'thread', parent, lastSeq: 1 });
    const follows = (rev: number, part: Partial<Subscription>) =>
      replica.apply(
        [{ scope: 'me', from: rev - 1, to: rev, subscriptions: [aSubscription({ roomId: threadId, rev, ...part })] }],
        true,
      );
    const steps = [
      () => void follows(1, {}),
      () => void replica.apply([{ scope: threadId, from: 0, to: 1, room }], true),
      () => void replica.apply([{ scope: threadId, from: 1, to: 2, room: { ...room, lastSeq: 2, rev: 2 } }], true),
      () => void follows(2, { readSeq: 2 }),
      () => void follows(3, { left: true }),
    ];
    const counts: number[] = [];
    for (const step of steps) {
      step();
      await Promise.resolve();
      counts.push(heard);
    }
    // Before the thread itself is known, nobody knows what it is under.
    expect(counts).toEqual([0, 1, 2, 3, 4]);
    expect([...replica.threadsOf(homeId)]).toEqual([]);
  });
});
