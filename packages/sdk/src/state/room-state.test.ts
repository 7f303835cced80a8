import type { Changes, Message } from '@hongyan/protocol';
import { describe, expect, it } from 'vitest';
import { aMember, aMessage, aRoom, idOf } from '../testing/rows.ts';
import { addLoose, addPage, messageOf, type RoomState, reduceRoom, refresh } from './room-state.ts';

const roomId = idOf('room', 1);
const message = (seq: number, rev = seq, part: Partial<Message> = {}) => aMessage({ roomId, seq, rev, ...part });
const messages = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => message(from + index));
const seqs = (state: RoomState | null) => state?.window.map((one) => one.seq);

/** A room whose newest message is `lastSeq`, as a first load brings it. */
function snapshot(lastSeq: number, rev = lastSeq): Changes {
  const newest = lastSeq > 0 ? [message(lastSeq)] : [];
  const room = aRoom({ id: roomId, lastSeq, lastAt: 1_000 + lastSeq, rev });
  return { scope: roomId, from: 0, to: rev, reset: true, room, messages: newest };
}

const held = (lastSeq: number, rev = lastSeq) => reduceRoom(null, snapshot(lastSeq, rev))!;
const push = (from: number, part: Partial<Changes>): Changes => ({ scope: roomId, from, to: from + 1, ...part });

describe('reduceRoom', () => {
  it('begins a window with the newest message of a snapshot', () => {
    const state = held(100);
    expect(seqs(state)).toEqual([100]);
    expect(state.newest?.seq).toBe(100);
    expect(state.room.lastSeq).toBe(100);
  });

  it('derives place, time and revision of the room when only messages came', () => {
    const state = reduceRoom(held(100), push(100, { messages: [message(101)] }))!;
    expect(state.room).toMatchObject({ lastSeq: 101, lastAt: 1_101, rev: 101 });
    expect(seqs(state)).toEqual([100, 101]);
  });

  it('takes several messages in any order', () => {
    const changes = { ...push(100, { messages: [message(102), message(101)] }), to: 102 };
    expect(seqs(reduceRoom(held(100), changes))).toEqual([100, 101, 102]);
  });

  it('answers null for a gap and leaves alone what was applied before', () => {
    const state = held(100);
    expect(reduceRoom(state, push(101, { messages: [message(102)] }))).toBeNull();
    expect(reduceRoom(state, push(98, { messages: [message(99)] }))).toBe(state);
    expect(reduceRoom(null, push(5, { room: aRoom({ id: roomId }) }))).toBeNull();
    expect(reduceRoom(null, push(0, { messages: [message(1)] }))).toBeNull();
  });

  it('never puts an older row over a newer one', () => {
    const edited = reduceRoom(held(100), push(100, { messages: [message(100, 101, { text: 'edited' })] }))!;
    const replayed = reduceRoom(edited, { scope: roomId, from: 99, to: 102, messages: [message(100)] })!;
    expect(replayed.window[0]?.text).toBe('edited');
    expect(replayed.newest?.text).toBe('edited');
    expect(replayed.head).toBe(102);
  });

  it('voids everything with a snapshot, even an older one', () => {
    const ahead = reduceRoom(
      held(100),
      push(100, { members: [aMember({ roomId, userId: idOf('user', 1), rev: 101 })] }),
    );
    const back = reduceRoom(ahead, snapshot(50))!;
    expect(back.head).toBe(50);
    expect(back.members.size).toBe(0);
    expect(seqs(back)).toEqual([50]);
  });

  it('does not grow a window that is not at the end, and still knows the newest message', () => {
    const detached = addPage(held(100), { messages: messages(10, 20), stay: false, max: 50 });
    const state = reduceRoom(detached, push(100, { messages: [message(101)] }))!;
    expect(seqs(state)).toEqual(messages(10, 20).map((one) => one.seq));
    expect(state.newest?.seq).toBe(101);
  });

  it('changes messages inside the window and those outside that are known', () => {
    const detached = addLoose(addPage(held(100), { messages: messages(10, 20), stay: false, max: 50 }), [message(5)]);
    const state = reduceRoom(detached, {
      ...push(100, { messages: [15, 5, 50].map((seq, index) => message(seq, 101 + index, { text: 'edited' })) }),
      to: 103,
    })!;
    expect(messageOf(state, idOf('message', 15))?.text).toBe('edited');
    expect(messageOf(state, idOf('message', 5))?.text).toBe('edited');
    expect(messageOf(state, idOf('message', 50))).toBeNull();
  });
});

describe('addPage', () => {
  it('joins what meets the window', () => {
    const state = addPage(held(100), { messages: messages(50, 99), stay: true, max: 500 });
    expect(seqs(state)).toEqual(messages(50, 100).map((one) => one.seq));
  });

  it('leaves out what does not meet it, or puts it in its place', () => {
    const state = held(100);
    expect(addPage(state, { messages: messages(10, 20), stay: true, max: 500 })).toBe(state);
    expect(seqs(addPage(state, { messages: messages(10, 12), stay: false, max: 500 }))).toEqual([10, 11, 12]);
  });

  it('lets go of the end away from the page', () => {
    const wide = addPage(held(100), { messages: messages(60, 99), stay: true, max: 500 });
    const older = addPage(wide, { messages: messages(40, 59), stay: true, max: 30 });
    expect([older.window[0]?.seq, older.window.at(-1)?.seq]).toEqual([40, 69]);
    const newer = addPage(older, { messages: messages(70, 80), stay: true, max: 30 });
    expect([newer.window[0]?.seq, newer.window.at(-1)?.seq]).toEqual([51, 80]);
  });

  it('keeps the newer version of a message that both have', () => {
    const edited = reduceRoom(held(100), push(100, { messages: [message(100, 101, { text: 'edited' })] }))!;
    const state = addPage(edited, { messages: messages(90, 100), stay: true, max: 500 });
    expect(state.window.at(-1)?.text).toBe('edited');
  });
});

describe('refresh', () => {
  it('lays what came meanwhile over a page that is older', () => {
    const page = addPage(held(100), { messages: messages(10, 20), stay: false, max: 50 });
    const state = refresh(page, [message(12, 101, { text: 'edited' }), message(21, 102)]);
    expect(messageOf(state, idOf('message', 12))?.text).toBe('edited');
    expect(state.window.at(-1)?.seq).toBe(21);
  });
});
