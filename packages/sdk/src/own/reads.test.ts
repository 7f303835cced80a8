import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Replica } from '../state/replica.ts';
import { memoryStorage } from '../storage/memory.ts';
import { Topics } from '../store/topics.ts';
import { aRoom, aSubscription, idOf } from '../testing/rows.ts';
import { Reads } from './reads.ts';

const roomId = idOf('room', 1);
let replica: Replica;
let reads: Reads;
let told: number[];

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  const nothing = () => {};
  const events = { message: nothing, arrived: nothing, joined: nothing, reset: nothing, left: nothing };
  const [topics, storage] = [new Topics(), memoryStorage()];
  replica = new Replica({ topics, storage, events: { ...events, own: () => reads.arrived(roomId) } });
  const send = async ({ seq }: { seq: number }) => {
    told.push(seq);
    comes({ readSeq: seq });
  };
  reads = new Reads({ replica, storage, topics, isOpen: () => true, send });
  comes({ readSeq: 3 });
  replica.apply(
    [{ scope: roomId, from: 0, to: 9, reset: true, room: aRoom({ id: roomId, lastSeq: 9, rev: 9 }) }],
    true,
  );
});
afterEach(() => {
  reads.stop();
  vi.useRealTimers();
});

/** The server's row comes. */
function comes(part: Partial<ReturnType<typeof aSubscription>>): void {
  const from = replica.head('me');
  const subscriptions = [aSubscription({ roomId, rev: from + 1, ...part })];
  replica.apply([{ scope: 'me', from, to: from + 1, subscriptions }], true);
}

const seen = () => reads.seen(replica.subscription(roomId)!);

describe('Reads', () => {
  it('count at once, go out as one, and never go back or beyond the room', async () => {
    for (const seq of [5, 7, 4, 900]) reads.mark(roomId, seq);
    expect(seen().readSeq).toBe(9);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(told).toEqual([9]);
    reads.mark(roomId, 2);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(told).toEqual([9]);
  });

  it('take the mark off a room that was marked unread', async () => {
    comes({ readSeq: 9, markedUnread: true });
    reads.mark(roomId, 9);
    expect(seen().markedUnread).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(told).toEqual([9]);
  });

  it('count what I wrote, and leave the rest to the server', async () => {
    reads.wrote(roomId, 8);
    expect(seen().readSeq).toBe(8);
    await vi.advanceTimersByTimeAsync(1_000);
    comes({ readSeq: 8 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual([]);
  });

  it('tell it what I wrote if it lost that', async () => {
    reads.wrote(roomId, 8);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual([8]);
    expect(replica.subscription(roomId)?.readSeq).toBe(8);
  });
});
