import { limits } from '@hongyan/protocol';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, startTestApp, type TestApp, type TestUser } from '../../testing/index.ts';

let app: TestApp;
let owner: TestUser;
let reader: TestUser;

beforeAll(async () => {
  app = await startTestApp();
  [owner, reader] = (await app.users(['台长', '听众'])) as [TestUser, TestUser];
});
afterAll(() => app.close());

async function channel(name: string, topic = ''): Promise<string> {
  const id = uuidv7();
  await owner.call('room.create', { id, kind: 'channel', name, topic, userIds: [] });
  return id;
}

const say = (user: TestUser, roomId: string, text: string, id = uuidv7()) =>
  user.call('message.send', { roomId, id, text });

describe('a channel', () => {
  test('is read by everybody and written in by its members', async () => {
    const roomId = await channel('公告');
    const id = uuidv7();
    await say(owner, roomId, '开台了', id);
    expect((await reader.call('message.page', { roomId, limit: 1 })).messages).toMatchObject([{ text: '开台了' }]);
    expect(await codeOf(reader.call('changes', { scope: roomId, after: 0 }))).toBe('ok');
    expect(await codeOf(reader.call('member.list', { roomId }))).toBe('ok');
    expect(await codeOf(say(reader, roomId, '我也说'))).toBe('room_not_found');
    expect(await codeOf(reader.call('message.react', { roomId, id, emoji: '👍', on: true }))).toBe('room_not_found');

    const { room } = await reader.call('room.join', { roomId });
    expect(room).toMatchObject({ id: roomId, memberCount: 2 });
    expect(await reader.call('room.join', { roomId })).toEqual({ room });
    expect(await codeOf(say(reader, roomId, '我也说'))).toBe('ok');
    const { messages } = await reader.call('message.page', { roomId, limit: 10 });
    expect(messages.map(({ event, text }) => event?.type ?? text)).toEqual(['created', '开台了', '我也说']);
  });

  test('is read by those who left it', async () => {
    const roomId = await channel('来去自由');
    await reader.call('room.join', { roomId });
    await reader.call('room.leave', { roomId });
    expect(await codeOf(reader.call('message.page', { roomId, limit: 1 }))).toBe('ok');
    expect(await codeOf(say(reader, roomId, '喂'))).toBe('room_not_found');
  });

  test('is not joined while it is archived', async () => {
    const roomId = await channel('旧闻');
    await owner.call('room.archive', { roomId, archived: true });
    expect(await codeOf(reader.call('room.join', { roomId }))).toBe('room_archived');
    expect(await codeOf(reader.call('message.page', { roomId, limit: 1 }))).toBe('ok');
  });

  test('marks itself unread for those whom somebody added, since it has no line about it', async () => {
    const roomId = await channel('被加入');
    const [added] = await app.users(['被加者']);
    await owner.call('member.add', { roomId, userIds: [added!.id] });
    const { changes } = await added!.call('sync', { me: 0, rooms: [] });
    expect(changes[0]?.subscriptions).toMatchObject([{ roomId, markedUnread: true }]);
  });

  test('is followed live by those who look at it', async () => {
    const roomId = await channel('直播');
    const socket = await reader.socket();
    expect((await socket.call('room.watch', { roomId, watch: true })).room).toMatchObject({ id: roomId });
    await say(owner, roomId, '第一条');
    expect((await socket.untilChanges(roomId, 'messages')).messages).toMatchObject([{ text: '第一条' }]);
    await socket.call('room.watch', { roomId, watch: false });
    await say(owner, roomId, '第二条');
    await socket.settle();
    expect(socket.changesOf(roomId).filter(({ messages }) => messages)).toHaveLength(1);
    socket.close();
  });

  test('is one of a bounded number that a connection looks at', async () => {
    const socket = await reader.socket();
    const ids = [];
    for (let made = 0; made <= limits.watchedRooms; made += 1) ids.push(await channel(`多 ${made}`));
    const codes = [];
    for (const roomId of ids) codes.push(await codeOf(socket.call('room.watch', { roomId, watch: true })));
    expect(codes).toEqual([...Array(limits.watchedRooms).fill('ok'), 'too_many']);
    await socket.call('room.watch', { roomId: ids[0]!, watch: false });
    expect(await codeOf(socket.call('room.watch', { roomId: ids.at(-1)!, watch: true }))).toBe('ok');
    socket.close();
  });
});

describe('the list of channels', () => {
  test('has all open ones by name, by pages, and nothing else', async () => {
    const other = await startTestApp();
    const [maker, guest] = (await other.users(['制作人', '客人'])) as [TestUser, TestUser];
    const make = (kind: 'group' | 'channel', name: string, topic = '') =>
      maker.call('room.create', { id: uuidv7(), kind, name, topic, userIds: [] });
    for (let made = 0; made < limits.page + 5; made += 1)
      await make('channel', `频道 ${String(made).padStart(3, '0')}`);
    await make('group', '频道 000a');
    const archived = await make('channel', '频道 000b');
    await maker.call('room.archive', { roomId: archived.room.id, archived: true });

    const first = await guest.call('room.list', { query: '' });
    expect(first.rooms).toHaveLength(limits.page);
    expect(first.more).toBe(true);
    const second = await guest.call('room.list', { query: '', after: first.rooms.at(-1)!.id });
    expect(second).toMatchObject({ more: false, rooms: { length: 5 } });
    const names = [...first.rooms, ...second.rooms].map(({ name }) => name);
    expect(names).toEqual(
      Array.from({ length: limits.page + 5 }, (_, index) => `频道 ${String(index).padStart(3, '0')}`),
    );
    await other.close();
  });

  test('finds by a part of the name or topic, without regard to case, and takes no wildcards', async () => {
    await channel('Bird Watching', '观鸟 100%');
    const find = async (query: string) => (await reader.call('room.list', { query })).rooms.map(({ name }) => name);
    expect(await find('bird w')).toEqual(['Bird Watching']);
    expect(await find(' 观鸟 ')).toEqual(['Bird Watching']);
    expect(await find('100%')).toEqual(['Bird Watching']);
    expect(await find('B%d')).toEqual([]);
    expect(await find('_ird')).toEqual([]);
    expect(await find('没有这样的')).toEqual([]);
  });
});

describe('the members of a large room', () => {
  test('come by pages and without receipts; those of a small one come whole', async () => {
    const roomId = await channel('大厅');
    const crowd = await app.users(Array.from({ length: limits.receiptMembers }, (_, index) => `众${index}`));
    const add = (users: readonly TestUser[]) =>
      owner.call('member.add', { roomId, userIds: users.map(({ id }) => id) });
    for (let start = 0; start < crowd.length - 1; start += 100) {
      await add(crowd.slice(start, Math.min(start + 100, crowd.length - 1)));
    }
    await say(owner, roomId, '大家好');
    await crowd[0]!.call('room.read', { roomId, seq: 2 });
    const whole = await owner.call('member.list', { roomId });
    expect(whole).toMatchObject({ more: false, members: { length: 500 }, users: { length: 500 } });
    expect(whole.receipts).toContainEqual(expect.objectContaining({ userId: crowd[0]!.id, readSeq: 2 }));

    await add(crowd.slice(-1));
    const found = new Set<string>();
    let page = await owner.call('member.list', { roomId });
    for (;;) {
      expect(page.members.length).toBeLessThanOrEqual(limits.page);
      expect(page.receipts).toEqual([]);
      for (const { userId } of page.members) found.add(userId);
      if (!page.more) break;
      page = await owner.call('member.list', { roomId, after: page.members.at(-1)!.userId });
    }
    expect(found.size).toBe(501);
  });
});
