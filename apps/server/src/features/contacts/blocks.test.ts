import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeOf, startTestApp, type TestApp, type TestUser } from '../../testing/index.ts';

let app: TestApp;
let ming: TestUser;
let hua: TestUser;
let people = 0;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

beforeEach(async () => {
  people += 1;
  [ming, hua] = (await app.users([`小明${people}`, `小华${people}`])) as [TestUser, TestUser];
});

const me = (user: TestUser, after = 0) => user.call('changes', { scope: 'me', after });
const find = async (user: TestUser, query: string) => (await user.call('user.find', { query })).user?.id ?? null;

async function ask(from: TestUser, to: TestUser): Promise<string> {
  const id = uuidv7();
  await from.call('contact.request', { id, userId: to.id, note: '' });
  return id;
}

/** A direct room in which both have said something. */
async function talk(): Promise<string> {
  const { room } = await ming.call('room.direct', { userId: hua.id });
  for (const user of [ming, hua]) await user.call('message.send', { roomId: room.id, id: uuidv7(), text: '你好' });
  return room.id;
}

describe('finding a person', () => {
  test('works by exact name or address, whatever the width and case', async () => {
    const [li] = (await app.users([`Lǐ.Na${people}`])) as [TestUser];
    for (const query of [li.name, li.name.toUpperCase(), `Ｌǐ.Na${people}`, li.email, ` ${li.email.toUpperCase()} `]) {
      expect(await find(ming, query)).toBe(li.id);
    }
    expect(await find(ming, `Lǐ.Na`)).toBe(null);
    expect(await find(ming, ming.name)).toBe(ming.id);
  });

  test('by address is up to them', async () => {
    await hua.call('settings.update', { findableByEmail: false });
    expect(await find(ming, hua.email)).toBe(null);
    expect(await find(ming, hua.name)).toBe(hua.id);
    expect(await find(hua, hua.email)).toBe(hua.id);
  });

  test('does not show who is unverified, disabled or deleted', async () => {
    for (const gone of ['verified_at', 'disabled_at', 'deleted_at'] as const) {
      const person = await app.user(`隐${gone.slice(0, 3)}${people}`);
      const value = gone === 'verified_at' ? null : app.clock.now();
      await app.db
        .updateTable('users')
        .set({ [gone]: value })
        .where('id', '=', person.id)
        .execute();
      expect(await find(ming, person.name)).toBe(null);
    }
  });

  test('cannot be used to try addresses one after the other', async () => {
    const codes = await Promise.all(
      Array.from({ length: 90 }, (_, index) => codeOf(ming.call('user.find', { query: `x${index}@example.org` }))),
    );
    expect(codes).toContain('rate_limited');
    expect(await codeOf(hua.call('user.find', { query: 'x' }))).toBe('ok');
  });

  test('by id gives the profiles that there are', async () => {
    const { users } = await ming.call('user.get', { userIds: [hua.id, uuidv7(), ming.id] });
    expect(users.map(({ id }) => id).sort()).toEqual([ming.id, hua.id].sort());
    expect(Object.keys(users[0]!).sort()).toEqual(['avatar', 'bio', 'deleted', 'displayName', 'id', 'name', 'rev']);
  });
});

describe('a block', () => {
  test('is seen on the devices of who made it, and nowhere else', async () => {
    const [mine, theirs] = await Promise.all([ming.socket(), hua.socket()]);
    const before = await me(hua);
    await ming.call('contact.block', { userId: hua.id });
    const { blocks, users } = await mine.untilChanges('me', (changes) => changes.blocks?.length === 1);
    expect(blocks).toMatchObject([{ userId: hua.id, deleted: false }]);
    expect(users).toMatchObject([{ id: hua.id }]);
    await ming.call('contact.unblock', { userId: hua.id });
    const ended = await mine.untilChanges('me', (changes) => changes.blocks?.[0]?.deleted === true);
    expect(await me(ming, ended.from)).toMatchObject({ blocks: ended.blocks });
    expect((await me(ming)).blocks ?? []).toEqual([]);
    await theirs.settle();
    expect(theirs.changesOf('me')).toEqual([]);
    expect(await me(hua)).toEqual(before);
    mine.close();
    theirs.close();
  });

  test('twice is one, and ending none is harmless', async () => {
    await Promise.all([1, 2].map(() => ming.call('contact.block', { userId: hua.id })));
    const { to } = await me(ming);
    await ming.call('contact.block', { userId: hua.id });
    expect((await me(ming)).to).toBe(to);
    await hua.call('contact.unblock', { userId: ming.id });
    expect((await me(ming)).blocks).toMatchObject([{ userId: hua.id, deleted: false }]);
    expect(await codeOf(ming.call('contact.block', { userId: ming.id }))).toBe('not_yourself');
    expect(await codeOf(ming.call('contact.block', { userId: uuidv7() }))).toBe('user_not_found');
  });

  test('keeps both from finding and asking each other, until it ends', async () => {
    await ming.call('contact.block', { userId: hua.id });
    expect([await find(ming, hua.name), await find(hua, ming.name)]).toEqual([null, null]);
    const request = (to: TestUser) => ({ id: uuidv7(), userId: to.id, note: '' });
    expect(await codeOf(ming.call('contact.request', request(hua)))).toBe('blocked_by_you');
    expect(await codeOf(hua.call('contact.request', request(ming)))).toBe('blocked');
    await ming.call('contact.unblock', { userId: hua.id });
    expect([await find(ming, hua.name), await find(hua, ming.name)]).toEqual([hua.id, ming.id]);
    expect(await codeOf(hua.call('contact.request', request(ming)))).toBe('ok');
  });

  test('ends what they asked of each other, and does not tell', async () => {
    const fromHua = await ask(hua, ming);
    const before = await me(hua);
    await ming.call('contact.block', { userId: hua.id });
    expect((await me(ming)).requests).toMatchObject([{ id: fromHua, state: 'declined' }]);
    expect(await me(hua)).toEqual(before);
    expect(await codeOf(ming.call('contact.accept', { requestId: fromHua }))).toBe('request_not_found');

    const [li, wei] = (await app.users([`小李${people}`, `小卫${people}`])) as [TestUser, TestUser];
    const fromLi = await ask(li, wei);
    await li.call('contact.block', { userId: wei.id });
    expect((await me(wei)).requests).toMatchObject([{ id: fromLi, state: 'withdrawn' }]);
  });

  test('refuses messages of both from the next one on, also in threads of their room', async () => {
    const roomId = await talk();
    const { messages } = await ming.call('message.page', { roomId, limit: 10 });
    const thread = await ming.call('thread.open', { roomId, messageId: messages[0]!.id });
    await ming.call('contact.block', { userId: hua.id });
    for (const place of [roomId, thread.room.id]) {
      const send = (user: TestUser) => codeOf(user.call('message.send', { roomId: place, id: uuidv7(), text: '喂' }));
      expect([await send(ming), await send(hua)]).toEqual(['blocked_by_you', 'blocked']);
    }
    const on = { roomId, id: messages[0]!.id };
    expect(await codeOf(hua.call('message.react', { ...on, emoji: '👍', on: true }))).toBe('blocked');
    await ming.call('contact.unblock', { userId: hua.id });
    expect(await codeOf(hua.call('message.send', { roomId, id: uuidv7(), text: '回来了' }))).toBe('ok');
  });

  test('lets no typing and no read mark through', async () => {
    const roomId = await talk();
    const say = (user: TestUser) => user.call('message.send', { roomId, id: uuidv7(), text: '还在吗' });
    const marks = async () => {
      const { receipts } = await ming.call('member.list', { roomId });
      return Object.fromEntries(receipts.map(({ userId, readSeq }) => [userId, readSeq]));
    };
    await say(hua);
    await say(ming);
    // Authors have read what they wrote; Hua has not read the last one.
    await app.app.drain();
    expect(await marks()).toEqual({ [ming.id]: 4, [hua.id]: 3 });
    await ming.call('contact.block', { userId: hua.id });
    const [mine, theirs] = await Promise.all([ming.socket(), hua.socket()]);
    for (const user of [ming, hua]) await codeOf(user.call('room.type', { roomId, typing: true }));
    await hua.call('room.read', { roomId, seq: 4 });
    for (const socket of [mine, theirs]) {
      await socket.settle();
      expect(socket.pushes.filter(({ push }) => push === 'typing')).toEqual([]);
      expect(socket.changesOf(roomId)).toEqual([]);
    }
    expect(await marks()).toEqual({ [ming.id]: 4, [hua.id]: 3 });
    // What she has read still counts for herself.
    const { subscriptions } = await theirs.untilChanges('me', (changes) => changes.subscriptions !== undefined);
    expect(subscriptions).toMatchObject([{ roomId, readSeq: 4 }]);
    mine.close();
    theirs.close();
  });

  test('keeps them from being added to a group by each other', async () => {
    await ming.call('contact.block', { userId: hua.id });
    const group = (userIds: string[]) => ({ id: uuidv7(), kind: 'group' as const, name: '诗社', topic: '', userIds });
    expect(await codeOf(ming.call('room.create', group([hua.id])))).toBe('blocked_by_you');
    expect(await codeOf(hua.call('room.create', group([ming.id])))).toBe('blocked');
  });
});
