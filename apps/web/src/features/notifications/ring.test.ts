import type { Message } from '@hongyan/protocol';
import { describe, expect, test } from 'vitest';
import { fromClock, isQuiet, type RingContext, ringOf, toClock } from './ring.ts';

const message: Message = {
  roomId: 'room',
  id: 'message',
  seq: 1,
  authorId: 'ming',
  text: '晚上见',
  createdAt: 1,
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
const context: RingContext = {
  myId: 'hua',
  subscription: { muted: false },
  settings: { presence: 'auto', notificationSound: true, quietHours: null },
  isAtPage: false,
  isOpen: false,
  minuteOfDay: 12 * 60,
};
const ring = (some: Partial<Message>, other: Partial<RingContext> = {}) =>
  ringOf({ ...message, ...some }, { ...context, ...other });

const loud = { show: true, sound: true };
const silent = { show: false, sound: false };
const muted = { subscription: { muted: true } };

describe('a new message', () => {
  test('calls who is not at the page', () => {
    expect(ring({})).toEqual(loud);
    expect(ring({}, { isOpen: true })).toEqual(loud);
  });

  test('is only heard by who reads another room, and not at all by who reads this one', () => {
    expect(ring({}, { isAtPage: true })).toEqual({ show: false, sound: true });
    expect(ring({}, { isAtPage: true, isOpen: true })).toEqual(silent);
  });

  test('of my own, about the room, recalled, or from where I am not, says nothing', () => {
    expect(ring({ authorId: 'hua' })).toEqual(silent);
    expect(ring({ event: { type: 'joined', userIds: ['ming'], text: '' } })).toEqual(silent);
    expect(ring({ recalledAt: 2 })).toEqual(silent);
    expect(ring({}, { subscription: null })).toEqual(silent);
  });

  test('in a muted room calls those whom it mentions', () => {
    expect(ring({}, muted)).toEqual(silent);
    expect(ring({ mentions: ['hua'] }, muted)).toEqual(loud);
    expect(ring({ mentionsAll: true }, muted)).toEqual(loud);
  });

  test('says nothing to who is busy, or in quiet hours, whatever it mentions', () => {
    const settings = context.settings;
    expect(ring({ mentions: ['hua'] }, { settings: { ...settings, presence: 'busy' } })).toEqual(silent);
    expect(ring({}, { settings: { ...settings, quietHours: { from: 11 * 60, to: 13 * 60 } } })).toEqual(silent);
    expect(ring({}, { settings: { ...settings, notificationSound: false } })).toEqual({ show: true, sound: false });
  });
});

test('quiet hours go over midnight', () => {
  const night = { from: 22 * 60, to: 7 * 60 };
  expect([21 * 60 + 59, 22 * 60, 0, 7 * 60 - 1, 7 * 60].map((minute) => isQuiet(night, minute))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
  expect(isQuiet({ from: 0, to: 0 }, 720)).toBe(true);
  expect(isQuiet(null, 720)).toBe(false);
});

test('minutes are read as they are written', () => {
  expect([0, 61, 1439].map(toClock)).toEqual(['00:00', '01:01', '23:59']);
  expect(['00:00', '01:01', '23:59', ''].map(fromClock)).toEqual([0, 61, 1439, null]);
});
