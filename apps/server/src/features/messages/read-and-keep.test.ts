import { limits } from '@hongyan/protocol';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeOf, startTestApp, type TestApp, type TestUser } from '../../testing/index.ts';

let app: TestApp;
let ming: TestUser;
let hua: TestUser;
let outsider: TestUser;
let roomId: string;
let count = 0;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  count += 1;
  [ming, hua, outsider] = (await app.users([`小明${count}`, `小华${count}`, `路人${count}`])) as [
    TestUser,
    TestUser,
    TestUser,
  ];
  roomId = uuidv7();
  await ming.call('room.create', { id: roomId, kind: 'group', name: '组', topic: '', userIds: [hua.id] });
});

async function say(user: TestUser, text = '话'): Promise<{ id: string; seq: number; createdAt: number }> {
  const id = uuidv7();
  return { id, ...(await user.call('message.send', { roomId, id, text })) };
}

async function meOf(user: TestUser) {
  const { changes } = await user.call('sync', { me: 0, rooms: [] });
  return changes[0]!;
}

const seatOf = async (user: TestUser) => (await meOf(user)).subscriptions!.find((seat) => seat.roomId === roomId)!;
const receiptsOf = async (user: TestUser, room = roomId) => {
  const { receipts } = await user.call('member.list', { roomId: room });
  return Object.fromEntries(receipts.map(({ userId, readSeq }) => [userId, readSeq]));
};

describe('a read mark', () => {
  test('moves forward on all devices, and shows the others who has read', async () => {
    await say(ming);
    const { seq } = await say(ming);
    const [mine, theirs] = [await hua.socket(), await ming.socket()];
    await hua.call('room.read', { roomId, seq });
    expect((await mine.untilChanges('me', 'subscriptions')).subscriptions).toMatchObject([{ roomId, readSeq: seq }]);
    const news = await theirs.untilChanges(roomId, ({ receipts = [] }) =>
      receipts.some((one) => one.userId === hua.id),
    );
    expect(news.receipts).toContainEqual(expect.objectContaining({ userId: hua.id, readSeq: seq }));
    expect(await receiptsOf(ming)).toMatchObject({ [hua.id]: seq });
    mine.close();
    theirs.close();
  });

  test('never goes back, and never past the end', async () => {
    for (let index = 0; index < 5; index += 1) await say(ming);
    await hua.call('room.read', { roomId, seq: 4 });
    await hua.call('room.read', { roomId, seq: 2 });
    expect((await seatOf(hua)).readSeq).toBe(4);
    await hua.call('room.read', { roomId, seq: 1_000_000 });
    expect((await seatOf(hua)).readSeq).toBe(6);
    await Promise.all([3, 6, 1, 5].map((seq) => hua.call('room.read', { roomId, seq })));
    expect((await seatOf(hua)).readSeq).toBe(6);
    expect((await receiptsOf(ming))[hua.id]).toBe(6);
    await hua.call('subscription.update', { roomId, markedUnread: true });
    await hua.call('room.read', { roomId, seq: 2 });
    expect(await seatOf(hua)).toMatchObject({ readSeq: 6, markedUnread: false });
  });

  test('of an author is at their own message', async () => {
    const { seq } = await say(hua);
    await app.app.drain();
    expect((await seatOf(hua)).readSeq).toBe(seq);
    expect((await seatOf(ming)).readSeq).toBeLessThan(seq);
  });

  test('of many who read at once moves the room by few revisions', async () => {
    const crowd = await app.users(Array.from({ length: 40 }, (_, index) => `众${count}-${index}`));
    await ming.call('member.add', { roomId, userIds: crowd.map(({ id }) => id) });
    const { seq } = await say(ming);
    await app.app.drain();
    const before = (await ming.call('message.page', { roomId, limit: 1 })).rev;
    await Promise.all(crowd.map((user) => user.call('room.read', { roomId, seq })));
    const after = (await ming.call('message.page', { roomId, limit: 1 })).rev;
    expect(after - before).toBeLessThan(10);
    const receipts = await receiptsOf(ming);
    expect(crowd.filter(({ id }) => receipts[id] === seq)).toHaveLength(40);
  });

  test('is kept of members alone', async () => {
    expect(await codeOf(outsider.call('room.read', { roomId, seq: 1 }))).toBe('room_not_found');
    const channel = uuidv7();
    await ming.call('room.create', { id: channel, kind: 'channel', name: `频道${count}`, topic: '', userIds: [] });
    expect(await codeOf(outsider.call('room.read', { roomId: channel, seq: 1 }))).toBe('ok');
    expect(await receiptsOf(ming, channel)).not.toHaveProperty(outsider.id);
  });
});

describe('typing', () => {
  test('is told to the others who look, and kept nowhere', async () => {
    const [mine, theirs, outside] = [await hua.socket(), await ming.socket(), await outsider.socket()];
    const before = (await ming.call('message.page', { roomId, limit: 1 })).rev;
    await hua.call('room.type', { roomId, typing: true });
    expect(await theirs.until(({ push }) => push === 'typing')).toEqual({
      push: 'typing',
      roomId,
      userId: hua.id,
      typing: true,
    });
    for (const socket of [mine, outside]) {
      await socket.settle();
      expect(socket.pushes.filter(({ push }) => push === 'typing')).toEqual([]);
      socket.close();
    }
    expect((await ming.call('message.page', { roomId, limit: 1 })).rev).toBe(before);
    theirs.close();
  });
});

describe('a page of history', () => {
  /** Places 2 to 21: one hour apart. */
  async function fill() {
    const sent = [];
    for (let index = 0; index < 20; index += 1) {
      app.clock.advance(3_600_000);
      sent.push(await say(ming, `${index}`));
    }
    app.clock.advance(-20 * 3_600_000);
    return sent;
  }
  const page = (rest: object) => hua.call('message.page', { roomId, limit: 5, ...rest });
  const seqs = async (rest: object) => (await page(rest)).messages.map(({ seq }) => seq);

  test('is the newest, before, after or around a place, or from a moment on', async () => {
    const sent = await fill();
    expect(await seqs({})).toEqual([17, 18, 19, 20, 21]);
    expect(await seqs({ before: 17 })).toEqual([12, 13, 14, 15, 16]);
    expect(await seqs({ before: 3 })).toEqual([1, 2]);
    expect(await seqs({ before: 1 })).toEqual([]);
    expect(await seqs({ after: 3 })).toEqual([4, 5, 6, 7, 8]);
    expect(await seqs({ after: 20 })).toEqual([21]);
    expect(await seqs({ after: 21 })).toEqual([]);
    expect(await seqs({ around: 10 })).toEqual([8, 9, 10, 11, 12]);
    expect(await seqs({ around: 1 })).toEqual([1, 2, 3, 4, 5]);
    expect(await seqs({ around: 21 })).toContain(21);
    expect(await seqs({ at: sent[7]!.createdAt })).toContain(sent[7]!.seq);
    expect(await seqs({ at: sent[7]!.createdAt - 1 })).toContain(sent[7]!.seq);
    expect(await seqs({ at: sent.at(-1)!.createdAt + 1 })).toEqual([17, 18, 19, 20, 21]);
    expect(await page({ before: 5 })).toMatchObject({ lastSeq: 21 });
  });

  test.each([
    { limit: 0 },
    { limit: limits.page + 1 },
    { before: -1 },
    { before: 1.5 },
    { before: 2 ** 60 },
    { around: '1' },
    { before: 3, after: 1 },
    { at: 1, around: 1 },
    { after: null },
    { before: { seq: 1 } },
  ])('asked for with %j is refused', async (rest) => {
    expect(await codeOf(page(rest))).toBe('invalid');
  });
});

describe('a draft', () => {
  test('follows its writer to every device and is nobody else’s', async () => {
    const [first, other] = [await hua.socket(), await ming.socket()];
    await hua.call('draft.set', { roomId, text: '还没写', replyTo: null });
    expect((await first.untilChanges('me', 'drafts')).drafts).toMatchObject([{ roomId, text: '还没写' }]);
    await hua.call('draft.set', { roomId, text: '还没写完', replyTo: null });
    expect((await meOf(hua)).drafts).toMatchObject([{ roomId, text: '还没写完', replyTo: null }]);
    await other.settle();
    expect(other.pushes.filter(({ push }) => push === 'changes')).toEqual([]);
    const { rev } = (await meOf(hua)).drafts![0]!;
    await hua.call('draft.set', { roomId, text: '', replyTo: null });
    expect((await meOf(hua)).drafts).toEqual([]);
    const { changes } = await hua.call('sync', { me: rev, rooms: [] });
    expect(changes[0]?.drafts).toMatchObject([{ roomId, text: '' }]);
    first.close();
    other.close();
  });

  test('is not left in a room that one cannot read', async () => {
    expect(await codeOf(outsider.call('draft.set', { roomId, text: '话', replyTo: null }))).toBe('room_not_found');
  });
});

describe('a saved message', () => {
  test('is kept until it is dropped', async () => {
    const [first, second] = [await say(ming), await say(ming)];
    const save = (id: string, on = true) => hua.call('message.save', { roomId, id, on });
    await save(first.id);
    await save(first.id);
    await save(second.id);
    expect((await meOf(hua)).saved?.map(({ messageId }) => messageId).sort()).toEqual([first.id, second.id].sort());
    const { to } = await meOf(hua);
    await save(second.id);
    expect((await meOf(hua)).to).toBe(to);
    await save(first.id, false);
    expect((await meOf(hua)).saved).toMatchObject([{ messageId: second.id, deleted: false }]);
    const { changes } = await hua.call('sync', { me: to, rooms: [] });
    expect(changes[0]?.saved).toMatchObject([{ messageId: first.id, deleted: true }]);
  });

  test('is one that can be seen, and can be dropped after the room is left', async () => {
    const { id } = await say(ming);
    expect(await codeOf(outsider.call('message.save', { roomId, id, on: true }))).toBe('room_not_found');
    expect(await codeOf(hua.call('message.save', { roomId, id: uuidv7(), on: true }))).toBe('message_not_found');
    await hua.call('message.save', { roomId, id, on: true });
    await hua.call('room.leave', { roomId });
    expect(await codeOf(hua.call('message.get', { roomId, ids: [id] }))).toBe('room_not_found');
    expect(await codeOf(hua.call('message.save', { roomId, id, on: false }))).toBe('ok');
    expect((await meOf(hua)).saved).toEqual([]);
  });
});
