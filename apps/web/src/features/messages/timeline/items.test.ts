import type { Message, RoomEvent } from '@hongyan/protocol';
import type { Outgoing } from '@hongyan/sdk';
import { describe, expect, test } from 'vitest';
import { type Item, itemsOf, seqUpTo } from './items.ts';

const noon = new Date(2026, 2, 3, 12).getTime();
const minute = 60_000;

function message(seq: number, authorId: string, at: number, changes: Partial<Message> = {}): Message {
  return {
    roomId: 'r',
    id: `m${seq}`,
    seq,
    authorId,
    text: `第 ${seq} 条`,
    createdAt: at,
    editedAt: null,
    recalledAt: null,
    replyTo: null,
    mentions: [],
    mentionsAll: false,
    forwarded: [],
    reactions: [],
    event: null,
    thread: null,
    rev: seq,
    ...changes,
  };
}

function outgoing(id: string, createdAt: number): Outgoing {
  const rest = { replyTo: null, mentions: [], mentionsAll: false, from: null, error: null };
  return { id, roomId: 'r', text: '在路上', createdAt, state: 'waiting', ...rest };
}

const joined: RoomEvent = { type: 'joined', userIds: [], text: '' };

interface Held {
  messages: Message[];
  outgoing?: Outgoing[];
  hasOlder?: boolean;
  hasNewer?: boolean;
  unreadAfter?: number | null;
}

function items({ unreadAfter = null, ...held }: Held): Item[] {
  const timeline = { outgoing: [], hasOlder: false, hasNewer: false, ...held };
  return itemsOf({ timeline, myId: 'me', unreadAfter });
}

/** The rows as words: `+` before a message that shows its author. */
function words(held: Held): string[] {
  return items(held).map((item) => {
    if (item.kind === 'message' || item.kind === 'outgoing') return `${item.leads ? '+' : ''}${item.key}`;
    return item.kind === 'line' ? `line ${item.key}` : item.kind;
  });
}

describe('messages stand together', () => {
  test('when one author writes them within five minutes', () => {
    const messages = [
      message(1, 'li', noon),
      message(2, 'li', noon + minute),
      message(3, 'han', noon + 2 * minute),
      message(4, 'li', noon + 3 * minute),
      message(5, 'li', noon + 9 * minute),
    ];
    expect(words({ messages })).toEqual(['beginning', 'day', '+m1', 'm2', '+m3', '+m4', '+m5']);
  });

  test('not across an event, a tombstone, a day or the unread line', () => {
    const midnight = new Date(2026, 2, 4).getTime();
    const messages = [
      message(1, 'li', midnight - 4 * minute),
      message(2, 'li', midnight - 3 * minute, { event: joined }),
      message(3, 'li', midnight - 2 * minute),
      message(4, 'li', midnight - minute, { text: '', recalledAt: midnight }),
      message(5, 'li', midnight - 1),
      message(6, 'li', midnight),
      message(7, 'li', midnight + 1),
    ];
    expect(words({ messages, unreadAfter: 6 })).toEqual([
      'beginning',
      'day',
      '+m1',
      'line m2',
      '+m3',
      'line m4',
      '+m5',
      'day',
      '+m6',
      'unread',
      '+m7',
    ]);
  });
});

describe('the unread line', () => {
  const messages = [message(11, 'li', noon), message(12, 'li', noon + 1), message(13, 'me', noon + 2)];

  test('stands before the first unread message, below its day', () => {
    expect(words({ messages, unreadAfter: 10 })).toEqual(['beginning', 'day', 'unread', '+m11', 'm12', '+m13']);
    expect(words({ messages, unreadAfter: 11 })).toEqual(['beginning', 'day', '+m11', 'unread', '+m12', '+m13']);
  });

  test('stands nowhere when its place is not held, or when only I wrote behind it', () => {
    expect(words({ messages, unreadAfter: 5 })).not.toContain('unread');
    expect(words({ messages, unreadAfter: 12 })).not.toContain('unread');
    expect(words({ messages, unreadAfter: 13 })).not.toContain('unread');
  });
});

test('rows that are drawn stay the same when older messages come', () => {
  const all = Array.from({ length: 400 }, (_, index) =>
    message(index + 1, ['li', 'han', 'me'][Math.floor(index / 3) % 3]!, noon + index * 47 * minute),
  );
  const newer = items({ messages: all.slice(200), hasOlder: true });
  const both = items({ messages: all.slice(100), hasOlder: true });
  expect(both.slice(-newer.length)).toEqual(newer);
  expect(items({ messages: all }).slice(-both.length)).toEqual(both);
});

test('a lone message is drawn, whatever comes before it', () => {
  expect(words({ messages: [message(9, 'li', noon)], hasOlder: true })).toEqual(['day', '+m9']);
});

describe('what waits to be sent', () => {
  test('stands last and keeps its row when it arrives', () => {
    const before = words({ messages: [message(1, 'me', noon)], outgoing: [outgoing('m2', noon + 1)] });
    const after = words({ messages: [message(1, 'me', noon), message(2, 'me', noon + 1)] });
    expect(before).toEqual(['beginning', 'day', '+m1', 'm2']);
    expect(after).toEqual(before);
  });

  test('is not shown in the middle of a room', () => {
    const held = { messages: [message(1, 'me', noon)], outgoing: [outgoing('o', noon)], hasNewer: true };
    expect(words(held)).toEqual(['beginning', 'day', '+m1']);
  });

  test('never stands on an earlier day than the message above it', () => {
    const held = { messages: [message(1, 'li', noon)], outgoing: [outgoing('o', noon - 48 * 60 * minute)] };
    expect(words(held)).toEqual(['beginning', 'day', '+m1', '+o']);
  });
});

test('the place up to a row is that of the message there or before', () => {
  const rows = items({ messages: [message(4, 'li', noon), message(5, 'li', noon)], unreadAfter: 4 });
  expect(rows.map((_, index) => seqUpTo(rows, index))).toEqual([0, 0, 4, 4, 5]);
});
