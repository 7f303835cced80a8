import { type Changes, type CommandArgs, limits, ProblemError } from '@hongyan/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Client } from '../api.ts';
import { Replica } from '../state/replica.ts';
import { memoryStorage } from '../storage/memory.ts';
import { Topics } from '../store/topics.ts';
import { aMessage, aRoom, aSubscription, idOf } from '../testing/rows.ts';
import { Arrivals } from './arrivals.ts';
import { Sync } from './sync.ts';

/** A server in a few lines: rooms with `count` messages each, one revision a message after the first for the room. */
class Server {
  readonly rooms = new Map<string, number>();
  readonly asked: string[] = [];
  meRev = 1;
  isOpen = true;
  synced = 0;
  fails: ProblemError | null = null;
  refuses = new Set<string>();
  /** Rooms in one answer to `sync`. */
  part = 1_000;
  readonly replica: Replica;
  readonly sync: Sync;

  constructor() {
    const request: Client['call'] = async (name, args) => {
      this.asked.push(name);
      if (this.fails) throw this.fails;
      if (name === 'sync') return this.#sync(args as CommandArgs<'sync'>) as never;
      if (name === 'changes') return this.changes(args as CommandArgs<'changes'>) as never;
      throw new ProblemError('unknown_command');
    };
    const nothing = () => {};
    const events = { message: nothing, arrived: nothing, own: nothing, reset: nothing, left: nothing };
    this.replica = new Replica({
      topics: new Topics(),
      storage: memoryStorage(),
      events: { ...events, joined: (roomId) => this.sync.need(roomId) },
    });
    const { replica } = this;
    const arrivals = new Arrivals({ replica, request, tell: nothing });
    const isOpen = () => this.isOpen;
    this.sync = new Sync({ replica, request, call: request, arrivals, isOpen, onSynced: () => (this.synced += 1) });
  }

  add(number: number, count = 1): string {
    const roomId = idOf('room', number);
    this.rooms.set(roomId, count);
    this.meRev += 1;
    return roomId;
  }

  /** One more message in a room. @returns what is pushed */
  say(roomId: string): Changes {
    const count = this.rooms.get(roomId)! + 1;
    this.rooms.set(roomId, count);
    const messages = [aMessage({ roomId, seq: count, rev: count + 1 })];
    return { scope: roomId, from: count, to: count + 1, messages };
  }

  changes({ scope, after }: CommandArgs<'changes'>): Changes {
    if (this.refuses.has(scope)) throw new ProblemError('room_not_found');
    if (scope === 'me') return this.#me(after);
    const count = this.rooms.get(scope)!;
    const room = aRoom({ id: scope, lastSeq: count, lastAt: 1_000 + count, rev: count + 1 });
    const reset = after === 0 || after > count + 1;
    const first = reset ? count : after;
    const messages = Array.from({ length: count - first + 1 }, (_, index) => first + index)
      .filter((seq) => seq + 1 > (reset ? 0 : after))
      .map((seq) => aMessage({ roomId: scope, seq, rev: seq + 1 }));
    return {
      scope,
      from: reset ? 0 : after,
      to: count + 1,
      room,
      messages,
      ...(reset ? { reset: true as const } : {}),
    };
  }

  #me(after: number): Changes {
    const subscriptions = [...this.rooms.keys()].map((roomId, index) => aSubscription({ roomId, rev: index + 2 }));
    const to = this.meRev;
    if (after === 0 || after > to) return { scope: 'me', from: 0, to, reset: true, subscriptions };
    return { scope: 'me', from: after, to, subscriptions: subscriptions.filter((row) => row.rev > after) };
  }

  #sync({ me, rooms, only }: CommandArgs<'sync'>): { changes: Changes[]; more: boolean } {
    const held = new Map(rooms);
    if (held.size > limits.syncRooms) throw new ProblemError('invalid', { field: 'rooms' });
    const moved = [...this.rooms]
      .filter(([roomId, count]) => (only ? held.has(roomId) : true) && held.get(roomId) !== count + 1)
      .map(([roomId]) => this.changes({ scope: roomId, after: held.get(roomId) ?? 0 }));
    const own = me === this.meRev ? [] : [this.#me(me)];
    return { changes: [...own, ...moved.slice(0, this.part)], more: moved.length > this.part };
  }
}

let server: Server;
beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
});
afterEach(() => vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);
const heldSeqs = (roomId: string) => server.replica.rooms.get(roomId)?.window.map((message) => message.seq);

async function begin(): Promise<void> {
  server.sync.begin();
  await settle();
  server.asked.length = 0;
}

describe('Sync', () => {
  it('loads everything in as many answers as it takes', async () => {
    for (let number = 0; number < 25; number += 1) server.add(number);
    server.part = 10;
    server.sync.begin();
    await settle();
    expect(server.asked).toEqual(['sync', 'sync', 'sync']);
    expect(server.replica.rooms.size).toBe(25);
    expect(server.synced).toBe(1);
  });

  it('names more rooms than fit into one request in parts', async () => {
    for (let number = 0; number < limits.syncRooms + 500; number += 1) server.add(number);
    server.sync.begin();
    await settle();
    expect(server.replica.rooms.size).toBe(limits.syncRooms + 500);
    server.say(idOf('room', limits.syncRooms + 100));
    await begin();
    expect(heldSeqs(idOf('room', limits.syncRooms + 100))).toEqual([1, 2]);
  });

  it('applies what follows, and fetches what is missing', async () => {
    const roomId = server.add(1);
    await begin();
    server.sync.pushed(server.say(roomId));
    expect(heldSeqs(roomId)).toEqual([1, 2]);
    expect(server.asked).toEqual([]);
    server.say(roomId);
    server.sync.pushed(server.say(roomId));
    expect(heldSeqs(roomId)).toEqual([1, 2]);
    await settle();
    expect(server.asked).toEqual(['changes']);
    expect(heldSeqs(roomId)).toEqual([1, 2, 3, 4]);
  });

  it('does not care for what comes twice', async () => {
    const roomId = server.add(1);
    await begin();
    const push = server.say(roomId);
    server.sync.pushed(push);
    server.sync.pushed(push);
    await settle();
    expect(server.asked).toEqual([]);
    expect(heldSeqs(roomId)).toEqual([1, 2]);
  });

  it('finds a lost last frame by the heads', async () => {
    const roomId = server.add(1);
    await begin();
    const { to } = server.say(roomId);
    server.sync.heads([[roomId, to]]);
    await settle();
    expect(heldSeqs(roomId)).toEqual([1, 2]);
    server.sync.heads([[roomId, to]]);
    await settle();
    expect(server.asked).toEqual(['changes']);
  });

  it('closes many gaps with one sync', async () => {
    const roomIds = Array.from({ length: 20 }, (_, number) => server.add(number));
    await begin();
    server.sync.heads(roomIds.map((roomId) => [roomId, server.say(roomId).to]));
    await settle();
    expect(server.asked).toEqual(['sync']);
    expect(roomIds.every((roomId) => heldSeqs(roomId)?.at(-1) === 2)).toBe(true);
  });

  it('loses nothing of what is pushed while it syncs', async () => {
    const roomId = server.add(1);
    await begin();
    server.say(roomId);
    server.sync.everything();
    server.sync.pushed(server.say(roomId));
    server.sync.pushed(server.say(roomId));
    await settle();
    expect(heldSeqs(roomId)).toEqual([1, 2, 3, 4]);
  });

  it('goes back with a server that knows less than before', async () => {
    const roomId = server.add(1, 5);
    await begin();
    server.rooms.set(roomId, 2);
    await begin();
    expect(server.replica.head(roomId)).toBe(3);
    expect(heldSeqs(roomId)).toEqual([2]);
  });

  it('does not ask for ever for what the server does not have', async () => {
    const roomId = server.add(1);
    await begin();
    server.sync.heads([[roomId, 99]]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.asked.length).toBeLessThan(10);
    server.sync.pushed(server.say(roomId));
    expect(heldSeqs(roomId)).toEqual([1, 2]);
  });

  it('forgets a room that may not be read any more', async () => {
    const roomId = server.add(1);
    await begin();
    server.refuses.add(roomId);
    server.sync.heads([[roomId, 99]]);
    await settle();
    expect(server.replica.rooms.has(roomId)).toBe(false);
    expect(server.asked).toEqual(['changes']);
  });

  it('tries again when the server is busy, and stops when the line is lost', async () => {
    server.add(1);
    server.fails = new ProblemError('overloaded', { seconds: 5 });
    server.sync.begin();
    await vi.advanceTimersByTimeAsync(4_000);
    expect(server.asked).toEqual(['sync']);
    server.fails = null;
    await vi.advanceTimersByTimeAsync(3_000);
    expect(server.synced).toBe(1);
    server.fails = new ProblemError('offline');
    server.sync.everything();
    server.isOpen = false;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(server.asked).toHaveLength(3);
    server.fails = null;
    server.isOpen = true;
    await begin();
    expect(server.synced).toBe(2);
  });
});
