import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, startTestApp, type TestApp, type TestUser } from '../../testing/index.ts';

let app: TestApp;
let ming: TestUser;
let hua: TestUser;
let wei: TestUser;
let people = 0;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

async function newPeople(): Promise<void> {
  people += 1;
  [ming, hua, wei] = (await app.users([`小明${people}`, `小华${people}`, `小卫${people}`])) as [
    TestUser,
    TestUser,
    TestUser,
  ];
}

async function direct(user: TestUser, other: TestUser): Promise<string> {
  const { room } = await user.call('room.direct', { userId: other.id });
  return room.id;
}

const say = (user: TestUser, roomId: string, text: string) => user.call('message.send', { roomId, id: uuidv7(), text });

/** The rooms in a user's list after a fresh start. */
async function listOf(user: TestUser): Promise<string[]> {
  const { changes } = await user.call('sync', { me: 0, rooms: [] });
  const me = changes.find(({ scope }) => scope === 'me');
  return me?.subscriptions?.map(({ roomId }) => roomId) ?? [];
}

describe('a direct room', () => {
  test('is the same for both, for ever', async () => {
    await newPeople();
    const room = await direct(ming, hua);
    expect(await direct(hua, ming)).toBe(room);
    expect(await direct(ming, hua)).toBe(room);
    expect(await direct(ming, wei)).not.toBe(room);
  });

  test('is one even when both open it at the same moment', async () => {
    await newPeople();
    const rooms = await Promise.all(
      Array.from({ length: 10 }, (_, index) => (index % 2 ? direct(ming, hua) : direct(hua, ming))),
    );
    expect(new Set(rooms).size).toBe(1);
  });

  test('does not bother the other until there is a message', async () => {
    await newPeople();
    const socket = await hua.socket();
    const room = await direct(ming, hua);
    expect(await listOf(ming)).toEqual([room]);
    expect(await listOf(hua)).toEqual([]);
    await socket.settle();
    expect(socket.pushes.filter(({ push }) => push === 'changes')).toEqual([]);

    await say(ming, room, '在吗？');
    const me = await socket.untilChanges('me', 'subscriptions');
    expect(me.subscriptions).toMatchObject([{ roomId: room, readSeq: 0, left: false }]);
    const news = await socket.untilChanges(room, 'messages');
    expect(news.messages).toMatchObject([{ seq: 1, text: '在吗？' }]);
    expect(await listOf(hua)).toEqual([room]);
    socket.close();
  });

  test('leaves the list when it is left, and comes back with the next message', async () => {
    await newPeople();
    const room = await direct(ming, hua);
    await say(ming, room, '一');
    await hua.call('room.read', { roomId: room, seq: 1 });
    const socket = await hua.socket();
    await hua.call('room.leave', { roomId: room });
    expect((await socket.untilChanges('me', 'subscriptions')).subscriptions).toMatchObject([
      { roomId: room, left: true },
    ]);
    expect(await listOf(hua)).toEqual([]);

    await say(ming, room, '二');
    await socket.untilChanges('me', (me) => me.subscriptions?.[0]?.left === false);
    const { changes } = await hua.call('sync', { me: 0, rooms: [] });
    expect(changes.find(({ scope }) => scope === room)).toMatchObject({ room: { lastSeq: 2 } });
    expect(changes[0]?.subscriptions).toMatchObject([{ roomId: room, readSeq: 1 }]);
    socket.close();
  });

  test('comes back for the one who opens it again', async () => {
    await newPeople();
    const room = await direct(ming, hua);
    await ming.call('room.leave', { roomId: room });
    expect(await listOf(ming)).toEqual([]);
    expect(await direct(ming, hua)).toBe(room);
    expect(await listOf(ming)).toEqual([room]);
  });

  test('is not opened with oneself or with nobody', async () => {
    await newPeople();
    expect(await codeOf(direct(ming, ming))).toBe('not_yourself');
    expect(await codeOf(ming.call('room.direct', { userId: uuidv7() }))).toBe('user_not_found');
  });

  test('has no name, roles or invites to manage', async () => {
    await newPeople();
    const roomId = await direct(ming, hua);
    const codes = await Promise.all([
      codeOf(ming.call('room.update', { roomId, name: '我们' })),
      codeOf(ming.call('room.setAvatar', { roomId, image: null })),
      codeOf(ming.call('room.archive', { roomId, archived: true })),
      codeOf(ming.call('room.transfer', { roomId, userId: hua.id })),
      codeOf(ming.call('room.join', { roomId })),
      codeOf(ming.call('member.add', { roomId, userIds: [wei.id] })),
      codeOf(ming.call('member.remove', { roomId, userId: hua.id })),
      codeOf(ming.call('member.setRole', { roomId, userId: hua.id, role: 'admin' })),
      codeOf(ming.call('invite.create', { roomId, hours: 0, maxUses: 0 })),
    ]);
    expect(codes).toEqual([...Array(4).fill('forbidden'), 'ok', ...Array(4).fill('forbidden')]);
  });
});

describe('somebody who chose who may write to them', () => {
  const chooseContacts = (user: TestUser) => user.call('settings.update', { messagesFrom: 'contacts' });
  const become = async (user: TestUser, other: TestUser) => {
    const id = uuidv7();
    await user.call('contact.request', { id, userId: other.id, note: '' });
    await other.call('contact.accept', { requestId: id });
  };

  test('is not reached by strangers, and is by contacts', async () => {
    await newPeople();
    await chooseContacts(hua);
    expect(await codeOf(direct(ming, hua))).toBe('messages_closed');
    await become(ming, hua);
    const roomId = await direct(ming, hua);
    expect(await codeOf(say(ming, roomId, '你好'))).toBe('ok');
  });

  test('gets no first message in a room that a stranger opened before, and answers come to what they began', async () => {
    await newPeople();
    const roomId = await direct(ming, hua);
    await chooseContacts(hua);
    const before = await listOf(hua);
    const refused = say(ming, roomId, '在吗？');
    await expect(refused).rejects.toMatchObject({ code: 'messages_closed', params: { name: hua.name } });
    expect(await listOf(hua)).toEqual(before);
    expect(await codeOf(say(hua, roomId, '我先说'))).toBe('ok');
    expect(await codeOf(say(ming, roomId, '好的'))).toBe('ok');
  });

  test('keeps the rooms in which there was something said, left or not', async () => {
    await newPeople();
    const roomId = await direct(ming, hua);
    await say(ming, roomId, '你好');
    await hua.call('room.leave', { roomId });
    await chooseContacts(hua);
    expect(await codeOf(say(ming, roomId, '还是我'))).toBe('ok');
    expect(await listOf(hua)).toEqual([roomId]);
  });

  test('is written to in groups as before', async () => {
    await newPeople();
    await chooseContacts(hua);
    const id = uuidv7();
    await ming.call('room.create', { id, kind: 'group', name: '组', topic: '', userIds: [hua.id] });
    expect(await codeOf(say(ming, id, '大家好'))).toBe('ok');
  });
});

describe('after a block', () => {
  test('neither writes, reacts or types; both still read', async () => {
    await newPeople();
    const roomId = await direct(ming, hua);
    const id = uuidv7();
    await ming.call('message.send', { roomId, id, text: '你好' });
    await hua.call('contact.block', { userId: ming.id });
    for (const [user, code] of [
      [ming, 'blocked'],
      [hua, 'blocked_by_you'],
    ] as const) {
      expect(await codeOf(say(user, roomId, '喂'))).toBe(code);
      expect(await codeOf(user.call('message.react', { roomId, id, emoji: '👍', on: true }))).toBe(code);
      expect(await codeOf(user.call('room.type', { roomId, typing: true }))).toBe(code);
      expect(await codeOf(user.call('message.page', { roomId, limit: 10 }))).toBe('ok');
    }
    await hua.call('contact.unblock', { userId: ming.id });
    expect(await codeOf(say(ming, roomId, '和好了'))).toBe('ok');
  });

  test('a thread in it is closed too', async () => {
    await newPeople();
    const roomId = await direct(ming, hua);
    const messageId = uuidv7();
    await ming.call('message.send', { roomId, id: messageId, text: '你好' });
    const { room: thread } = await ming.call('thread.open', { roomId, messageId });
    await say(hua, thread.id, '嗯');
    await hua.call('contact.block', { userId: ming.id });
    expect(await codeOf(say(ming, thread.id, '喂'))).toBe('blocked');
    expect(await codeOf(say(hua, thread.id, '喂'))).toBe('blocked_by_you');
  });

  test('no new room is opened, and the one who blocked is not found', async () => {
    await newPeople();
    await hua.call('contact.block', { userId: ming.id });
    expect(await codeOf(direct(ming, hua))).toBe('user_not_found');
    expect(await codeOf(direct(hua, ming))).toBe('blocked_by_you');
  });

  test('neither adds the other to a room', async () => {
    await newPeople();
    await hua.call('contact.block', { userId: ming.id });
    const make = (user: TestUser, other: TestUser) =>
      user.call('room.create', { id: uuidv7(), kind: 'group', name: '组', topic: '', userIds: [other.id] });
    expect(await codeOf(make(ming, hua))).toBe('blocked');
    expect(await codeOf(make(hua, ming))).toBe('blocked_by_you');
  });
});

test('the room of somebody who deleted their account stays readable and takes no more messages', async () => {
  await newPeople();
  const gone = await app.signUp('远行人');
  const room = await direct(hua, gone);
  await say(gone, room, '再见');
  const socket = await hua.socket();
  await gone.call('account.delete', { password: gone.password });
  expect((await socket.untilChanges(room, 'members')).users).toMatchObject([
    { id: gone.id, deleted: true, displayName: '' },
  ]);
  const page = await hua.call('message.page', { roomId: room, limit: 10 });
  expect(page.messages).toMatchObject([{ text: '再见' }]);
  expect(await codeOf(say(hua, room, '还在吗？'))).toBe('user_not_found');
  socket.close();
});
