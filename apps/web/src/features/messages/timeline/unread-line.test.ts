import { describe, expect, test } from 'vitest';
import { moveUnreadLine, openUnreadLine, seenUpTo } from './unread-line.ts';

describe('the unread line', () => {
  test('stands before the first unread message when a room is opened', () => {
    expect(openUnreadLine({ readSeq: 7, lastSeq: 12 }).after).toBe(7);
    expect(openUnreadLine({ readSeq: 12, lastSeq: 12 }).after).toBeNull();
  });

  test('stays while its messages are read, and when more come meanwhile', () => {
    const line = openUnreadLine({ readSeq: 7, lastSeq: 12 });
    expect(moveUnreadLine(line, { readSeq: 9, lastSeq: 12, seen: false }).after).toBe(7);
    const more = moveUnreadLine(line, { readSeq: 9, lastSeq: 14, seen: false });
    expect(more.after).toBe(7);
    expect(moveUnreadLine(more, { readSeq: 14, lastSeq: 14, seen: true }).after).toBe(7);
  });

  test('moves to the messages that come when all was read and nobody looks', () => {
    const read = openUnreadLine({ readSeq: 12, lastSeq: 12 });
    expect(moveUnreadLine(read, { readSeq: 12, lastSeq: 13, seen: true }).after).toBeNull();
    const away = moveUnreadLine(read, { readSeq: 12, lastSeq: 13, seen: false });
    expect(away.after).toBe(12);
    expect(moveUnreadLine(away, { readSeq: 12, lastSeq: 15, seen: false }).after).toBe(12);
  });
});

describe('what counts as seen', () => {
  const view = { readSeq: 10, heldFrom: 5, visibleSeq: 14, atEnd: false, lastSeq: 30 };

  test('is what is visible, as far as it follows what was read before', () => {
    expect(seenUpTo(view)).toBe(14);
    expect(seenUpTo({ ...view, heldFrom: 11 })).toBe(14);
    expect(seenUpTo({ ...view, heldFrom: 12 })).toBeNull();
    expect(seenUpTo({ ...view, visibleSeq: 9 })).toBeNull();
  });

  test('is everything at the end of the room', () => {
    expect(seenUpTo({ ...view, heldFrom: 25, atEnd: true })).toBe(30);
    expect(seenUpTo({ ...view, readSeq: 30, atEnd: true })).toBeNull();
  });
});
