import type { Changes, Message, User } from '@hongyan/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { memoryStorage } from '../storage/memory.ts';
import { Topics } from '../store/topics.ts';
import { aMember, aMessage, aRoom, aSubscription, idOf } from '../testing/rows.ts';
import { Replica } from './replica.ts';

const roomId = idOf('room', 1);
const message = (seq: number, rev = seq + 1, part: Partial<Message> = {}) => aMessage({ roomId, seq, rev, ...part });
const messages = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => message(from + index));
const aUser = (number: number, rev: number): User => ({
  id: idOf('user', number),
  name: `user ${number}`,
  displayName: `rev ${rev}`,
  bio: '',
  avatar: null,
  deleted: false,
  rev,
});

let topics: Topics;
let replica: Replica;
let told: [seq: number, live: boolean][];
let log: string[];

beforeEach(() => {
  told = [];
  log = [];
  topics = new Topics();
  replica = new Replica({
    topics,
    storage: memoryStorage(),
    events: {
      message: ({ seq }, live) => told.push([seq, live]),
      arrived: () => {},
      own: () => {},
      joined: (id, live) => log.push(`joined ${id} ${live}`),
      reset: (id, lastSeq) => log.push(`reset ${id} ${lastSeq}`),
      left: (id) => log.push(`left ${id}`),
    },
  });
});

function me(rev: number, part: Partial<Changes> = {}): void {
  replica.apply([{ scope: 'me', from: rev - 1, to: rev, ...part }], true);
}

/** The user is in the room, of which `lastSeq` is the newest message. */
function enter(lastSeq: number): void {
  me(1, { reset: true, subscriptions: [aSubscription({ roomId, rev: 1 })] });
  const room = aRoom({ id: roomId, lastSeq, lastAt: 1_000 + lastSeq, rev: lastSeq + 1 });
  const newest = [message(lastSeq)];
  replica.apply([{ scope: roomId, from: 0, to: lastSeq + 1, reset: true, room, messages: newest }], false);
}

const push = (from: number, part: Partial<Changes>, live = true) =>
  replica.apply([{ scope: roomId, from, to: from + 1, ...part }], live);
const seqs = () => replica.rooms.get(roomId)?.window.map((one) => one.seq);
const textOf = (seq: number) => replica.rooms.get(roomId)?.window.find((one) => one.seq === seq)?.text;

describe('a page', () => {
  it('that was read before a change and comes after it does not undo it', () => {
    enter(100);
    const fetch = replica.fetches.begin(roomId);
    push(101, { messages: [message(60, 102, { text: 'edited' })] });
    push(102, { messages: [message(101, 103)] });
    expect(replica.addPage(fetch, { messages: messages(50, 100), stay: true, max: 500 })).toBe(true);
    replica.fetches.end(fetch);
    expect(textOf(60)).toBe('edited');
    expect(seqs()?.at(-1)).toBe(101);
  });

  it('is of no use when the room was reset or forgotten meanwhile', () => {
    enter(100);
    const fetch = replica.fetches.begin(roomId);
    enter(700);
    expect(replica.addPage(fetch, { messages: messages(50, 100), stay: false, max: 500 })).toBe(false);
    expect(seqs()).toEqual([700]);
    const another = replica.fetches.begin(roomId);
    replica.forget(roomId);
    expect(replica.addPage(another, { messages: messages(650, 700), stay: false, max: 500 })).toBe(false);
  });

  it('of members does not bring back those who left meanwhile', () => {
    enter(1);
    const fetch = replica.fetches.begin(roomId);
    const member = aMember({ roomId, userId: idOf('user', 1), rev: 1 });
    push(2, { members: [{ ...member, left: true, rev: 3 }] });
    replica.addMembers(fetch, { members: [member], receipts: [], whole: true });
    expect(replica.rooms.get(roomId)?.members.get(member.userId)?.left).toBe(true);
    expect(replica.rooms.get(roomId)?.whole).toBe(true);
  });
});

describe('a message', () => {
  it('is told once, and not when it comes with a snapshot', () => {
    enter(5);
    const changes = { messages: [message(6, 7)] };
    push(6, changes);
    push(6, changes);
    push(7, { messages: [message(6, 8, { text: 'edited' })] });
    push(8, { messages: [message(7, 9)] }, false);
    expect(told).toEqual([
      [6, true],
      [7, false],
    ]);
  });

  it('in a room that is only looked at is not told', () => {
    replica.watched.add(roomId);
    const room = aRoom({ id: roomId, lastSeq: 1, rev: 2 });
    replica.apply([{ scope: roomId, from: 0, to: 2, reset: true, room, messages: [message(1)] }], false);
    push(2, { messages: [message(2, 3)] });
    expect(seqs()).toEqual([1, 2]);
    expect(told).toEqual([]);
  });
});

describe('a room', () => {
  it('that the user leaves is forgotten, and late words about it are not listened to', () => {
    enter(5);
    me(2, { subscriptions: [aSubscription({ roomId, left: true, rev: 2 })] });
    expect(replica.rooms.has(roomId)).toBe(false);
    const room = aRoom({ id: roomId, lastSeq: 6, rev: 7 });
    expect(
      replica.apply([{ scope: roomId, from: 0, to: 7, reset: true, room, messages: [message(6)] }], false),
    ).toEqual([]);
    expect(replica.rooms.has(roomId)).toBe(false);
  });

  it('that is looked at stays when the user leaves it', () => {
    enter(5);
    replica.watched.add(roomId);
    me(2, { subscriptions: [aSubscription({ roomId, left: true, rev: 2 })] });
    expect(replica.rooms.has(roomId)).toBe(true);
    expect(log.at(-1)).toBe(`left ${roomId}`);
  });

  it('in which the user is not any more after a snapshot of their own rows is forgotten', () => {
    enter(5);
    replica.apply([{ scope: 'me', from: 0, to: 900, reset: true }], false);
    expect(replica.rooms.size).toBe(0);
  });

  it('into which the user comes is told, once', () => {
    me(1, { reset: true });
    me(2, { subscriptions: [aSubscription({ roomId, rev: 2 })] });
    me(3, { subscriptions: [aSubscription({ roomId, readSeq: 1, rev: 3 })] });
    expect(log).toEqual([`joined ${roomId} true`]);
  });

  it('that nobody looks at keeps its newest messages only; one that is shown loses nothing', () => {
    enter(1);
    for (let seq = 2; seq <= 300; seq += 1) push(seq, { messages: [message(seq)] });
    expect(seqs()).toEqual(messages(101, 300).map((one) => one.seq));
    const stop = topics.subscribe(`timeline:${roomId}`, () => {});
    for (let seq = 301; seq <= 600; seq += 1) push(seq, { messages: [message(seq)] });
    expect(seqs()).toHaveLength(500);
    stop();
  });
});

describe('profiles', () => {
  it('keep the newest, and go with a server that was restored', () => {
    enter(1);
    replica.addUsers([aUser(1, 5)]);
    replica.addUsers([aUser(1, 4)]);
    expect(replica.users.get(idOf('user', 1))?.displayName).toBe('rev 5');
    me(2);
    replica.apply([{ scope: 'me', from: 0, to: 1, reset: true, users: [aUser(1, 3)] }], false);
    expect(replica.users.get(idOf('user', 1))?.displayName).toBe('rev 3');
  });
});
