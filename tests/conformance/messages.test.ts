import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, Stage, until } from './stage.ts';

let stage: Stage;
let anna: Actor;
let bao: Actor;
let chen: Actor;

beforeAll(async () => {
  stage = await Stage.open();
  [anna, bao, chen] = (await stage.cast('anna', '包包', 'chen')) as [Actor, Actor, Actor];
});
afterAll(() => stage.close());

describe('messages', () => {
  it('reach everybody in order, once', async () => {
    const room = await stage.group(anna, '飞鸿', [bao, chen]);
    await anna.says(room, 'one');
    await bao.says(room, '二');
    await chen.says(room, 'three');
    for (const one of [anna, bao, chen]) await one.shows(room, ['one', '二', 'three']);
    const told = bao.heard.filter((heard) => heard.roomId === room && heard.live);
    // The first line says that bao was added.
    expect(told.map((heard) => heard.text)).toEqual(['', 'one', '二', 'three']);
  });

  it('show at once while they wait, and then in the same place', async () => {
    const room = await stage.direct(anna, bao);
    await anna.goesOffline();
    anna.client.send(room, { text: 'while away' });
    expect(anna.sees(room)).toEqual(['[while away]']);
    expect(anna.room(room).outgoing?.text).toBe('while away');
    await anna.comesBack();
    await anna.shows(room, ['while away']);
    await bao.shows(room, ['while away']);
  });

  it('of somebody who wrote before the room was known here are told all the same', async () => {
    const [dora] = (await stage.cast('dora')) as [Actor];
    const { room } = await anna.call('room.direct', { userId: dora.id });
    for (const text of ['hello', 'are you there?']) anna.client.send(room.id, { text });
    await until(
      'dora is told',
      () => dora.heard.length,
      (count) => count >= 2,
    );
    // The second may come with the room itself, and then is not live.
    expect(dora.heard.map(({ text }) => text)).toEqual(['hello', 'are you there?']);
    expect(dora.heard[0]!.live).toBe(true);
  });

  it('that changed while somebody was away are as they are now', async () => {
    const room = await stage.group(anna, 'changes', [bao]);
    const first = await anna.says(room, 'frist');
    const second = await anna.says(room, 'second');
    await bao.shows(room, ['frist', 'second']);
    await bao.goesOffline();
    await anna.call('message.edit', { roomId: room, id: first.id, text: 'first' });
    await anna.call('message.recall', { roomId: room, id: second.id });
    await anna.says(room, 'third');
    expect(bao.sees(room)).toEqual(['frist', 'second']);
    await bao.comesBack();
    await bao.shows(room, ['first', '×', 'third']);
    expect(bao.client.store.message(room, first.id)?.editedAt).not.toBeNull();
    expect(bao.heard.at(-1)).toEqual({ roomId: room, text: 'third', live: false });
  });

  it('carry reactions, replies and pins', async () => {
    const room = await stage.group(anna, 'reactions', [bao]);
    const first = await anna.says(room, 'first');
    const answer = await bao.says(room, 'answer', { replyTo: first.id });
    expect(answer.replyTo).toBe(first.id);
    await bao.call('message.react', { roomId: room, id: first.id, emoji: '👍', on: true });
    await anna.call('message.pin', { roomId: room, id: first.id, on: true });
    const seen = () => anna.client.store.message(room, first.id)?.reactions;
    await until('anna sees the reaction', () => seen()?.length === 1);
    expect(seen()).toEqual([{ emoji: '👍', count: 1, userIds: [bao.id] }]);
    await until('bao sees the pin', () => bao.room(room).room.pins.includes(first.id));
    await bao.call('message.react', { roomId: room, id: first.id, emoji: '👍', on: false });
    await until('the reaction is gone', () => seen()?.length === 0);
  });

  it('that are refused say why, and let the next ones through', async () => {
    const room = await stage.group(anna, 'refused', [bao]);
    const id = anna.client.send(room, { text: 'x'.repeat(4_001) });
    await anna.says(room, 'short');
    const [failed] = anna.client.store.outbox();
    expect(failed).toMatchObject({ id, state: 'failed', error: { code: 'too_long', params: { limit: 4_000 } } });
    expect(anna.client.outbox.discard(id)?.text).toHaveLength(4_001);
    await anna.shows(room, ['short']);
  });

  it('are forwarded as one', async () => {
    const from = await stage.group(anna, 'from', [bao]);
    const to = await stage.direct(anna, chen);
    const one = await bao.says(from, 'one');
    const two = await bao.says(from, '二');
    await until('anna has them', () => anna.client.store.message(from, two.id));
    const id = anna.client.forward(to, { roomId: from, messageIds: [one.id, two.id] });
    const copy = await until('chen has the copy', () => chen.client.store.message(to, id));
    expect(copy!.forwarded.map(({ authorId, text }) => [authorId, text])).toEqual([
      [bao.id, 'one'],
      [bao.id, '二'],
    ]);
  });
});

describe('what is unread', () => {
  it('is counted, with mentions apart, until it is read on any device', async () => {
    const room = await stage.group(anna, 'unread', [bao, chen]);
    const phone = await stage.device(bao.user);
    const before = bao.room(room).unread;
    await anna.says(room, 'plain');
    await anna.says(room, '@包包', { mentions: [bao.id] });
    const last = await anna.says(room, '@all', { mentionsAll: true });
    await until('bao counts', () => bao.room(room).unread - before === 3 && bao.room(room).unreadMentions === 2);
    expect(bao.client.store.totalUnread()).toBeGreaterThanOrEqual(3);
    bao.client.markRead(room, last.seq);
    expect(bao.room(room).unread).toBe(0);
    expect(bao.room(room).unreadMentions).toBe(0);
    await until('the phone knows', () => phone.room(room).unread === 0 && phone.room(room).unreadMentions === 0);
    await anna.client.loadMembers(room);
    await until(
      'anna sees how far bao has read',
      () => anna.client.store.members(room).receipts.get(bao.id)?.readSeq === last.seq,
    );
    bao.client.markRead(room, 1);
    expect(bao.room(room).unread).toBe(0);
  });

  it('counts as read by its own author', async () => {
    const room = await stage.group(anna, 'own', [bao]);
    await anna.says(room, 'mine');
    expect(anna.room(room).unread).toBe(0);
  });

  it('is told to the server later when it was read offline', async () => {
    const room = await stage.group(anna, 'read offline', [bao]);
    const last = await anna.says(room, 'read me');
    await bao.shows(room, ['read me']);
    await bao.goesOffline();
    bao.client.markRead(room, last.seq);
    expect(bao.room(room).unread).toBe(0);
    await bao.comesBack();
    const other = await stage.device(bao.user);
    await until('the server knows', () => other.room(room).unread === 0);
  });
});

describe('a thread', () => {
  it('is a room of its own under a message', async () => {
    const room = await stage.group(anna, 'above', [bao, chen]);
    const above = await anna.says(room, 'what do you think?');
    const { room: thread } = await bao.call('thread.open', { roomId: room, messageId: above.id });
    const leave = bao.client.watchRoom(thread.id);
    await until('bao sees the thread', () => bao.client.store.room(thread.id));
    expect(bao.room(thread.id).subscription).toBeNull();
    await bao.says(thread.id, 'good');
    await until('bao is in it', () => bao.room(thread.id).subscription);
    await until('the author above is in it', () => anna.client.store.room(thread.id));
    await anna.says(thread.id, 'thanks');
    await bao.shows(thread.id, ['good', 'thanks']);
    await until('the message above counts', () => chen.client.store.message(room, above.id)?.thread?.count === 2);
    expect(chen.client.store.room(thread.id)).toBeNull();
    expect(anna.client.store.rooms().some((summary) => summary.room.id === thread.id)).toBe(false);
    leave();
  });
});

describe('history', () => {
  it('is read in pages both ways, and one can jump into it', async () => {
    const room = await stage.group(anna, 'long', [bao]);
    await anna.fills(room, 250);
    await anna.says(room, 'the last one');
    const fresh = await stage.device(bao.user);
    const timeline = () => fresh.client.store.timeline(room);
    await fresh.client.history.open(room);
    expect(timeline().messages.at(-1)?.text).toBe('the last one');
    expect(timeline()).toMatchObject({ hasOlder: true, hasNewer: false, loading: null, error: null });
    const target = timeline().messages[0]!.seq - 100;
    const there = await fresh.client.history.jump(room, { seq: target });
    expect(there?.seq).toBe(target);
    expect(timeline()).toMatchObject({ hasOlder: true, hasNewer: true });
    while (timeline().hasNewer) await fresh.client.history.loadNewer(room);
    while (timeline().hasOlder) await fresh.client.history.loadOlder(room);
    const seqs = timeline().messages.map((message) => message.seq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    expect(timeline().messages.at(-1)?.text).toBe('the last one');
  });

  it('opens around the first unread message', async () => {
    const room = await stage.group(anna, 'unread first', [bao]);
    await bao.call('room.read', { roomId: room, seq: bao.room(room).room.lastSeq });
    await anna.fills(room, 130);
    const fresh = await stage.device(bao.user);
    const { readSeq } = fresh.room(room).subscription!;
    await fresh.client.history.open(room, { firstUnread: true });
    const { messages } = fresh.client.store.timeline(room);
    expect(messages.some((message) => message.seq === readSeq + 1)).toBe(true);
    expect(messages[0]!.seq).toBeLessThanOrEqual(readSeq);
  });
});
