import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../apps/server/src/testing/index.ts';
import { type Actor, pause, Stage, until } from './stage.ts';

let stage: Stage;
let anna: Actor;
let bao: Actor;
let chen: Actor;

beforeAll(async () => {
  stage = await Stage.open();
  [anna, bao, chen] = (await stage.cast('anna', '包包', 'chen')) as [Actor, Actor, Actor];
});
afterAll(() => stage.close());

describe('contacts', () => {
  it('show on both sides as they come about', async () => {
    const id = crypto.randomUUID();
    await anna.call('contact.request', { id, userId: bao.id, note: '我是安娜' });
    await until('bao sees the request', () => bao.client.store.requests()[0]?.note === '我是安娜');
    await bao.call('contact.accept', { requestId: id });
    for (const [one, other] of [
      [anna, bao],
      [bao, anna],
    ] as const) {
      await until('they are contacts', () => one.client.store.contact(other.id));
      await until('they have their room', () => one.client.store.directRoom(other.id));
    }
    await anna.call('contact.update', { userId: bao.id, remark: '小包' });
    await until('anna calls him so', () => anna.client.store.nameOf(bao.id) === '小包');
    await anna.call('contact.remove', { userId: bao.id });
    await until(
      'they are not contacts',
      () => !anna.client.store.contact(bao.id) && !bao.client.store.contact(anna.id),
    );
    expect(anna.client.store.nameOf(bao.id)).toBe('包包');
  });

  it('learn of a request that was made while they were away', async () => {
    await chen.goesOffline();
    await anna.call('contact.request', { id: crypto.randomUUID(), userId: chen.id, note: 'hi' });
    await chen.comesBack();
    expect(chen.client.store.requests().map((request) => [request.fromId, request.state])).toEqual([
      [anna.id, 'pending'],
    ]);
  });
});

describe('a block', () => {
  it('stops messages both ways at once, until it ends', async () => {
    const room = await stage.direct(anna, bao);
    await anna.says(room, 'before');
    await bao.shows(room, ['before']);
    await bao.call('contact.block', { userId: anna.id });
    await until('bao sees the block', () => bao.client.store.isBlocked(anna.id));
    expect(await codeOf(anna.says(room, 'refused'))).toBe('blocked');
    expect(await codeOf(bao.says(room, 'refused too'))).toBe('blocked_by_you');
    expect(bao.sees(room).filter((text) => !text.startsWith('['))).toEqual(['before']);
    await bao.call('contact.unblock', { userId: anna.id });
    const [failed] = anna.client.store.outbox();
    anna.client.outbox.retry(failed!.id);
    await until('it is sent now', () => bao.client.store.message(room, failed!.id));
    expect(bao.client.store.isBlocked(anna.id)).toBe(false);
    bao.client.outbox.discard(bao.client.store.outbox()[0]!.id);
  });
});

describe('a removed member', () => {
  it('gets nothing more, and keeps nothing', async () => {
    const room = await stage.group(anna, 'inner circle', [bao, chen]);
    await anna.says(room, 'all of us');
    await chen.shows(room, ['all of us']);
    await anna.call('member.remove', { roomId: room, userId: chen.id });
    await until('chen does not see the room', () => chen.client.store.room(room) === null);
    const before = chen.heard.length;
    await anna.says(room, 'without chen');
    await bao.shows(room, ['all of us', 'without chen']);
    await pause(200);
    expect(chen.heard).toHaveLength(before);
    expect(chen.sees(room)).toEqual([]);
    expect(await codeOf(chen.call('message.page', { roomId: room, limit: 10 }))).toBe('room_not_found');
    expect(await codeOf(chen.call('changes', { scope: room, after: 1 }))).toBe('room_not_found');
    expect(await codeOf(chen.says(room, 'let me in'))).toBe('room_not_found');
  });

  it('who was away is told when they come back', async () => {
    const room = await stage.group(anna, 'while away', [chen]);
    await anna.says(room, 'hello');
    await chen.shows(room, ['hello']);
    await chen.goesOffline();
    await anna.call('member.remove', { roomId: room, userId: chen.id });
    await anna.says(room, 'a secret');
    await chen.comesBack();
    expect(chen.client.store.room(room)).toBeNull();
    expect(chen.heard.some((heard) => heard.text === 'a secret')).toBe(false);
  });

  it('who is added again sees the room anew', async () => {
    const room = await stage.group(anna, 'in and out', [chen]);
    await anna.call('member.remove', { roomId: room, userId: chen.id });
    await until('chen is out', () => chen.client.store.room(room) === null);
    await anna.call('member.add', { roomId: room, userIds: [chen.id] });
    await until('chen is in', () => chen.client.store.room(room)?.subscription);
    await anna.says(room, 'welcome back');
    await until('chen reads on', () => chen.sees(room).includes('welcome back'));
  });
});

describe('a channel', () => {
  it('is live for somebody who only looks at it', async () => {
    const id = crypto.randomUUID();
    await anna.call('room.create', { id, kind: 'channel', name: '公告', topic: '', userIds: [] });
    await anna.says(id, 'first');
    const stop = bao.client.watchRoom(id);
    await bao.client.history.open(id);
    await bao.shows(id, ['first']);
    await anna.says(id, 'second');
    await bao.shows(id, ['first', 'second']);
    expect(bao.client.store.rooms().some((summary) => summary.room.id === id)).toBe(false);
    await bao.goesOffline();
    await anna.says(id, 'third');
    await bao.comesBack();
    await bao.shows(id, ['first', 'second', 'third']);
    await bao.call('room.join', { roomId: id });
    await until('it is in the list', () => bao.client.store.rooms().some((summary) => summary.room.id === id));
    await bao.call('room.leave', { roomId: id });
    await until('it is only looked at', () => bao.client.store.room(id)?.subscription === null);
    await anna.says(id, 'fourth');
    await until('it is still live', () => bao.sees(id).includes('fourth'));
    stop();
  });
});

describe('profiles and presence', () => {
  it('change live for those who see them', async () => {
    const room = await stage.group(anna, 'profiles', [bao]);
    await anna.client.loadMembers(room);
    await bao.call('account.updateProfile', { displayName: '包子' });
    await until('anna sees the new name', () => anna.client.store.user(bao.id)?.displayName === '包子');
  });

  it('are loaded when they are needed', async () => {
    const [elsa] = (await stage.cast('elsa')) as [Actor];
    expect(elsa.client.store.user(chen.id)).toBeNull();
    elsa.client.needUsers([chen.id, crypto.randomUUID()]);
    await until('elsa knows chen', () => elsa.client.store.user(chen.id)?.name === 'chen');
  });

  it('follow whoever is looked at, and again after the line was lost', async () => {
    const stop = anna.client.watchPresence([bao.id]);
    const state = () => anna.client.store.presence(bao.id)?.state;
    await until('bao is online', () => state() === 'online');
    bao.client.setIdle(true);
    await until('bao is away', () => state() === 'away');
    await anna.goesOffline();
    bao.client.setIdle(false);
    await anna.comesBack();
    await until('bao is online again', () => state() === 'online');
    stop();
  });

  it('tell who is typing', async () => {
    const room = await stage.group(anna, 'typing', [bao]);
    bao.client.setTyping(room, true);
    await until('anna sees it', () => anna.client.store.typing(room).includes(bao.id));
    await bao.says(room, 'done');
    await until('a message ends it', () => anna.client.store.typing(room).length === 0);
  });
});
