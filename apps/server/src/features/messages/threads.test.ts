import { limits } from '@hongyan/protocol';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeOf, holdLock, startTestApp, type TestApp, type TestUser } from '../../testing/index.ts';

let app: TestApp;
let ming: TestUser;
let hua: TestUser;
let wei: TestUser;
let outsider: TestUser;
let roomId: string;
let messageId: string;
let count = 0;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  count += 1;
  const names = ['小明', '小华', '小卫', '路人'].map((name) => `${name}${count}`);
  [ming, hua, wei, outsider] = (await app.users(names)) as [TestUser, TestUser, TestUser, TestUser];
  roomId = uuidv7();
  messageId = uuidv7();
  const userIds = [hua.id, wei.id];
  await ming.call('room.create', { id: roomId, kind: 'group', name: '组', topic: '', userIds });
  await ming.call('message.send', { roomId, id: messageId, text: '话题' });
});

async function open(user: TestUser, id = messageId): Promise<string> {
  const { room } = await user.call('thread.open', { roomId, messageId: id });
  return room.id;
}

const say = (user: TestUser, thread: string, text: string, mentions: string[] = []) =>
  user.call('message.send', { roomId: thread, id: uuidv7(), text, mentions });

async function membersOf(thread: string): Promise<string[]> {
  const { members } = await ming.call('member.list', { roomId: thread });
  return members.map(({ userId }) => userId).sort();
}

const ids = (...users: TestUser[]) => users.map(({ id }) => id).sort();

describe('a thread', () => {
  test('is one under each message, also when many open it at once', async () => {
    const threads = await Promise.all([ming, hua, wei, ming, hua].map((user) => open(user)));
    expect(new Set(threads).size).toBe(1);
    const { messages } = await hua.call('message.get', { roomId, ids: [messageId] });
    expect(messages[0]?.thread).toMatchObject({ roomId: threads[0], count: 0 });
    const { changes } = await hua.call('sync', { me: 0, rooms: [[threads[0]!, 0]] });
    expect(changes.find(({ scope }) => scope === threads[0])?.room).toMatchObject({
      kind: 'thread',
      parent: { roomId, messageId },
      memberCount: 0,
    });
  });

  test('is joined by those who write in it or are mentioned, and by the author above', async () => {
    const thread = await open(hua);
    expect(await membersOf(thread)).toEqual([]);
    await say(hua, thread, '第一个回答');
    expect(await membersOf(thread)).toEqual(ids(hua, ming));
    await say(hua, thread, '@小卫 你看', [wei.id]);
    expect(await membersOf(thread)).toEqual(ids(hua, ming, wei));
    const { changes } = await wei.call('sync', { me: 0, rooms: [] });
    const seat = changes[0]!.subscriptions!.find((subscription) => subscription.roomId === thread);
    expect(seat).toMatchObject({ readSeq: 1, mentions: [2] });
  });

  test('of a direct room is for both, whoever began it', async () => {
    const { room } = await hua.call('room.direct', { userId: ming.id });
    const id = uuidv7();
    await hua.call('message.send', { roomId: room.id, id, text: '我的话' });
    const { room: thread } = await hua.call('thread.open', { roomId: room.id, messageId: id });
    await say(hua, thread.id, '还有一句');
    const { changes } = await ming.call('sync', { me: 0, rooms: [] });
    const seat = changes[0]!.subscriptions!.find((subscription) => subscription.roomId === thread.id);
    expect(seat).toMatchObject({ readSeq: 0, left: false });
  });

  test('lets the author above go for good, until they write or are mentioned', async () => {
    const thread = await open(hua);
    await say(hua, thread, '第一个回答');
    await ming.call('room.leave', { roomId: thread });
    await say(wei, thread, '第二个回答');
    expect(await membersOf(thread)).toEqual(ids(hua, wei));
    await say(wei, thread, '@小明 你看', [ming.id]);
    expect(await membersOf(thread)).toEqual(ids(hua, wei, ming));
  });

  test('is joined by those whom an edit mentions, and they see where', async () => {
    const thread = await open(hua);
    const id = uuidv7();
    await hua.call('message.send', { roomId: thread, id, text: '你看' });
    await hua.call('message.edit', { roomId: thread, id, text: '@小卫 你看', mentions: [wei.id] });
    expect(await membersOf(thread)).toEqual(ids(hua, ming, wei));
    const { changes } = await wei.call('sync', { me: 0, rooms: [] });
    const seat = changes[0]!.subscriptions!.find((subscription) => subscription.roomId === thread);
    expect(seat).toMatchObject({ mentions: [1] });
  });

  test('does not bring in who is in as many as one may be, and stops nobody’s words or rooms', async () => {
    const thread = await open(hua);
    await sql`
      with threads as (
        insert into rooms (id, kind, parent_room_id, parent_message_id, created_by, created_at, last_at, rev)
        select gen_random_uuid(), 'thread', ${roomId}::uuid, gen_random_uuid(), ${hua.id}::uuid, 1, 1, 1
        from generate_series(1, ${limits.threadsPerUser}::int)
        returning id
      )
      insert into members (room_id, user_id, role, joined_at, rev)
      select id, ${wei.id}::uuid, 'member', 1, 1 from threads`.execute(app.db);
    await sql`analyze rooms, members`.execute(app.db);
    const before = (await wei.call('sync', { me: 0, rooms: [] })).changes[0]!.to;
    await say(hua, thread, '@小卫 你看', [wei.id]);
    expect((await wei.call('sync', { me: 0, rooms: [] })).changes[0]!.to).toBe(before);
    expect(await codeOf(say(wei, thread, '我在看'))).toBe('ok');
    expect(await membersOf(thread)).toEqual(ids(hua, ming));
    const group = { id: uuidv7(), kind: 'group' as const, name: '新', topic: '', userIds: [wei.id] };
    expect(await codeOf(ming.call('room.create', group))).toBe('ok');
  });

  test('comes live to those who are in it, and its count to the room above', async () => {
    const thread = await open(hua);
    const socket = await ming.socket();
    await say(hua, thread, '回答');
    const isThread = (seat: { roomId: string }) => seat.roomId === thread;
    const me = await socket.untilChanges('me', ({ subscriptions = [] }) => subscriptions.some(isThread));
    expect(me.subscriptions?.find(isThread)).toMatchObject({ readSeq: 0, left: false });
    expect((await socket.untilChanges(thread, 'messages')).messages).toMatchObject([{ text: '回答', seq: 1 }]);
    const above = await socket.untilChanges(roomId, 'messages');
    expect(above.messages).toMatchObject([{ id: messageId, thread: { roomId: thread, count: 1 } }]);
    socket.close();
  });

  test('is looked at by a member of the room without joining it', async () => {
    const thread = await open(hua);
    const socket = await wei.socket();
    await socket.call('room.watch', { roomId: thread, watch: true });
    await say(hua, thread, '回答');
    expect((await socket.untilChanges(thread, 'messages')).messages).toMatchObject([{ text: '回答' }]);
    expect(await membersOf(thread)).not.toContain(wei.id);
    socket.close();
  });

  test('has replies, reactions, edits, pins and recalls as any room', async () => {
    const thread = await open(hua);
    const id = uuidv7();
    await hua.call('message.send', { roomId: thread, id, text: '回答' });
    const at = { roomId: thread, id };
    expect(await codeOf(wei.call('message.react', { ...at, emoji: '👍', on: true }))).toBe('ok');
    expect(await codeOf(hua.call('message.edit', { ...at, text: '更好的回答' }))).toBe('ok');
    expect(await codeOf(wei.call('message.pin', { ...at, on: true }))).toBe('forbidden');
    expect(await codeOf(ming.call('message.pin', { ...at, on: true }))).toBe('ok');
    const reply = { roomId: thread, id: uuidv7(), text: '同意', replyTo: id };
    expect(await codeOf(wei.call('message.send', reply))).toBe('ok');
    expect(await codeOf(wei.call('message.recall', at))).toBe('forbidden');
    expect(await codeOf(ming.call('message.recall', at))).toBe('ok');
  });

  test('belongs to the room above: nobody else opens, reads or writes it', async () => {
    const thread = await open(hua);
    await say(hua, thread, '回答');
    const codes = await Promise.all([
      codeOf(outsider.call('thread.open', { roomId, messageId })),
      codeOf(outsider.call('message.page', { roomId: thread, limit: 10 })),
      codeOf(outsider.call('room.watch', { roomId: thread, watch: true })),
      codeOf(outsider.call('member.list', { roomId: thread })),
      codeOf(outsider.call('changes', { scope: thread, after: 0 })),
      codeOf(say(outsider, thread, '插嘴')),
    ]);
    expect(codes).toEqual(Array(6).fill('room_not_found'));
    expect(await codeOf(say(hua, thread, '@路人', [outsider.id]))).toBe('not_a_member');
  });

  test('is not opened under itself, nor under what is not there', async () => {
    const thread = await open(hua);
    const id = uuidv7();
    await hua.call('message.send', { roomId: thread, id, text: '回答' });
    expect(await codeOf(hua.call('thread.open', { roomId: thread, messageId: id }))).toBe('forbidden');
    expect(await codeOf(hua.call('thread.open', { roomId, messageId: uuidv7() }))).toBe('message_not_found');
  });

  test('is looked at in a channel by everybody, and made by its members alone', async () => {
    const channel = uuidv7();
    const first = uuidv7();
    await ming.call('room.create', { id: channel, kind: 'channel', name: `频道${count}`, topic: '', userIds: [] });
    await ming.call('message.send', { roomId: channel, id: first, text: '公告' });
    const at = { roomId: channel, messageId: first };
    expect(await codeOf(outsider.call('thread.open', at))).toBe('room_not_found');
    const { room } = await ming.call('thread.open', at);
    expect((await outsider.call('thread.open', at)).room.id).toBe(room.id);
    await say(ming, room.id, '补充');
    expect((await outsider.call('message.page', { roomId: room.id, limit: 10 })).messages).toHaveLength(1);
    expect(await codeOf(say(outsider, room.id, '我也说'))).toBe('room_not_found');
  });

  test('keeps nobody who is taken out of the room while they join it', async () => {
    const thread = await open(hua);
    await app.app.drain();
    // Whoever joins a thread, or is taken out, waits for their own scope last.
    const mine = sql`select 1 from user_scopes where user_id = ${wei.id} for update`;
    const [sending, removing] = await holdLock(app.db, mine, async (waiting) => {
      const send = codeOf(say(wei, thread, '说一句'));
      await waiting(1);
      const removal = ming.call('member.remove', { roomId, userId: wei.id });
      await waiting(2);
      return [send, removal];
    });
    expect(['ok', 'room_not_found']).toContain(await sending);
    await removing;
    expect(await membersOf(thread)).not.toContain(wei.id);
    const { changes } = await wei.call('sync', { me: 0, rooms: [] });
    expect(changes[0]?.subscriptions).toEqual([]);
  });
});

describe('a forward', () => {
  test('carries copies that keep their author, in order, into another room', async () => {
    const { room } = await hua.call('room.direct', { userId: outsider.id });
    const second = uuidv7();
    await wei.call('message.send', { roomId, id: second, text: '第二条' });
    const id = uuidv7();
    const from = { roomId, messageIds: [second, messageId] };
    const sent = await hua.call('message.forward', { roomId: room.id, id, from });
    expect(await hua.call('message.forward', { roomId: room.id, id, from })).toEqual(sent);
    const { messages, users } = await outsider.call('message.page', { roomId: room.id, limit: 10 });
    expect(messages).toMatchObject([
      {
        id,
        authorId: hua.id,
        text: '',
        forwarded: [
          { authorId: ming.id, authorName: ming.name, text: '话题' },
          { authorId: wei.id, authorName: wei.name, text: '第二条' },
        ],
      },
    ]);
    expect(users.map((user) => user.id).sort()).toEqual(ids(ming, hua, wei));
    await ming.call('message.recall', { roomId, id: messageId });
    expect((await outsider.call('message.get', { roomId: room.id, ids: [id] })).messages[0]?.forwarded).toHaveLength(2);
  });

  test('of a forward stays flat', async () => {
    const first = uuidv7();
    const second = uuidv7();
    await hua.call('message.forward', { roomId, id: first, from: { roomId, messageIds: [messageId] } });
    await wei.call('message.forward', { roomId, id: second, from: { roomId, messageIds: [first] } });
    const { messages } = await wei.call('message.get', { roomId, ids: [second] });
    expect(messages[0]?.forwarded).toMatchObject([{ authorId: ming.id, text: '话题' }]);
  });

  test('of forwards holds no more than any forward', async () => {
    const forward = async (messageIds: string[]) => {
      const id = uuidv7();
      await hua.call('message.forward', { roomId, id, from: { roomId, messageIds } });
      return id;
    };
    const more = uuidv7();
    await ming.call('message.send', { roomId, id: more, text: '再一条' });
    const pair = await forward([messageId, more]);
    const pairs = [];
    for (let index = 0; index < limits.forwardedMessages / 2; index += 1) pairs.push(await forward([pair]));
    const full = await forward(pairs);
    const { messages } = await hua.call('message.get', { roomId, ids: [full] });
    expect(messages[0]?.forwarded).toHaveLength(limits.forwardedMessages);
    expect(await codeOf(forward([full, messageId]))).toBe('too_many');
  });

  test('holds no more text than the longest message', async () => {
    const long = Array.from({ length: limits.forwardedLength / 4000 }, () => uuidv7());
    for (const id of long) await ming.call('message.send', { roomId, id, text: '𠮷'.repeat(4000) });
    const forward = (messageIds: string[]) =>
      codeOf(hua.call('message.forward', { roomId, id: uuidv7(), from: { roomId, messageIds } }));
    expect(await forward(long)).toBe('ok');
    expect(await forward([...long, messageId])).toBe('too_long');
  });

  test('tried again gets its first answer, also when what it holds was recalled since', async () => {
    const forward = { roomId, id: uuidv7(), from: { roomId, messageIds: [messageId] } };
    const sent = await hua.call('message.forward', forward);
    await ming.call('message.recall', { roomId, id: messageId });
    expect(await hua.call('message.forward', forward)).toEqual(sent);
    expect(await codeOf(wei.call('message.forward', forward))).toBe('conflict');
    expect(await codeOf(outsider.call('message.forward', forward))).toBe('room_not_found');
  });

  test('takes nothing out of a room that one is not in, nor lines of the room itself', async () => {
    const { room } = await outsider.call('room.direct', { userId: hua.id });
    const forward = (user: TestUser, to: string, messageIds: string[], from = roomId) =>
      codeOf(user.call('message.forward', { roomId: to, id: uuidv7(), from: { roomId: from, messageIds } }));
    expect(await forward(outsider, room.id, [messageId])).toBe('room_not_found');
    expect(await forward(hua, room.id, [messageId], room.id)).toBe('message_not_found');
    expect(await forward(hua, room.id, [messageId, uuidv7()])).toBe('message_not_found');
    const line = (await ming.call('message.page', { roomId, limit: 1, before: 2 })).messages[0]!;
    expect(await forward(hua, room.id, [line.id])).toBe('message_not_found');
    expect(await forward(hua, roomId, [])).toBe('invalid');
    expect(await forward(hua, roomId, [messageId, messageId])).toBe('invalid');
    const secret = uuidv7();
    await outsider.call('room.create', { id: secret, kind: 'group', name: '密', topic: '', userIds: [] });
    expect(await forward(hua, secret, [messageId])).toBe('room_not_found');
  });
});
