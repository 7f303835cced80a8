import { limits } from '@hongyan/protocol';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeOf, startTestApp, type TestApp, type TestUser } from '../../testing/index.ts';

const minuteMs = 60_000;
let app: TestApp;
let owner: TestUser;
let ming: TestUser;
let hua: TestUser;
let roomId: string;
let count = 0;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  count += 1;
  [owner, ming, hua] = (await app.users([`群主${count}`, `小明${count}`, `小华${count}`])) as [
    TestUser,
    TestUser,
    TestUser,
  ];
  roomId = uuidv7();
  const userIds = [ming.id, hua.id];
  await owner.call('room.create', { id: roomId, kind: 'group', name: '组', topic: '', userIds });
});

async function say(user: TestUser, text = '床前明月光'): Promise<string> {
  const id = uuidv7();
  await user.call('message.send', { roomId, id, text });
  return id;
}

async function messageOf(id: string) {
  const { messages } = await hua.call('message.get', { roomId, ids: [id] });
  return messages[0]!;
}

/** The room's revision once the read marks of those who wrote are in: they move it too, a moment later. */
async function headOf(): Promise<number> {
  await app.app.drain();
  return (await hua.call('message.page', { roomId, limit: 1 })).rev;
}

const edit = (user: TestUser, id: string, text: string) => codeOf(user.call('message.edit', { roomId, id, text }));
const recall = (user: TestUser, id: string) => codeOf(user.call('message.recall', { roomId, id }));
const react = (user: TestUser, id: string, emoji: string, on = true) =>
  codeOf(user.call('message.react', { roomId, id, emoji, on }));
const pin = (user: TestUser, id: string, on = true) => codeOf(user.call('message.pin', { roomId, id, on }));

describe('an edit', () => {
  test('changes the text and keeps all that were before', async () => {
    const id = await say(ming, '初稿');
    const { seq, createdAt } = await messageOf(id);
    await edit(ming, id, '二稿');
    app.clock.advance(1000);
    await edit(ming, id, '定稿');
    const edited = await messageOf(id);
    expect(edited).toMatchObject({ text: '定稿', seq, createdAt, editedAt: expect.any(Number) });
    const { versions } = await hua.call('message.history', { roomId, id });
    expect(versions.map(({ text }) => text)).toEqual(['初稿', '二稿', '定稿']);
    expect(versions[0]?.at).toBe(createdAt);
    expect(versions[2]?.at).toBe(edited.editedAt);
  });

  test('is its author’s alone', async () => {
    const id = await say(ming);
    expect(await edit(hua, id, '别人的话')).toBe('forbidden');
    expect(await edit(owner, id, '群主的话')).toBe('forbidden');
    expect((await messageOf(id)).text).toBe('床前明月光');
  });

  test('to the same text moves nothing', async () => {
    const id = await say(ming);
    const before = await headOf();
    expect(await edit(ming, id, '床前明月光')).toBe('ok');
    expect(await headOf()).toBe(before);
    expect((await messageOf(id)).editedAt).toBeNull();
  });

  test('is held to the rules of a message', async () => {
    const id = await say(ming);
    expect(await edit(ming, id, '字'.repeat(4001))).toBe('too_long');
    expect(await edit(ming, id, ' \n ')).toBe('invalid');
    expect(await edit(ming, uuidv7(), '没有的')).toBe('message_not_found');
    const mention = { roomId, id, text: '@', mentions: [uuidv7()] };
    expect(await codeOf(ming.call('message.edit', mention))).toBe('not_a_member');
  });

  test('does not touch what the room itself said, nor a forward', async () => {
    const line = (await ming.call('message.page', { roomId, limit: 1, before: 2 })).messages[0]!;
    expect(await edit(owner, line.id, '改历史')).toBe('forbidden');
    const id = await say(ming);
    const forward = uuidv7();
    await ming.call('message.forward', { roomId, id: forward, from: { roomId, messageIds: [id] } });
    expect(await edit(ming, forward, '改转发')).toBe('forbidden');
  });

  test('is possible a bounded number of times', async () => {
    const id = await say(ming, '0');
    for (let index = 1; index < limits.messageVersions; index += 1) expect(await edit(ming, id, `${index}`)).toBe('ok');
    expect(await edit(ming, id, '再改')).toBe('too_many');
    const { versions } = await ming.call('message.history', { roomId, id });
    expect(versions).toHaveLength(limits.messageVersions);
    expect(versions.at(-1)?.text).toBe(`${limits.messageVersions - 1}`);
  });

  test('that mentions all for the first time calls everybody', async () => {
    const [id, later] = [uuidv7(), uuidv7()];
    const { seq } = await ming.call('message.send', { roomId, id, text: '开会' });
    const last = await ming.call('message.send', { roomId, id: later, text: '@所有人 地点', mentionsAll: true });
    const socket = await hua.socket();
    await ming.call('message.edit', { roomId, id, text: '@所有人 开会', mentionsAll: true });
    await ming.call('message.edit', { roomId, id, text: '@所有人 开会了', mentionsAll: true });
    const allMentions = [seq, last.seq];
    expect((await socket.untilChanges(roomId, 'room')).room).toMatchObject({ allMentions });
    const { changes } = await hua.call('sync', { me: 0, rooms: [] });
    expect(changes.find(({ scope }) => scope === roomId)?.room).toMatchObject({ allMentions });
    socket.close();
  });

  test('ten at once keep every text', async () => {
    const id = await say(ming, '0');
    await Promise.all(Array.from({ length: 10 }, (_, index) => edit(ming, id, `${index + 1}`)));
    const { versions } = await ming.call('message.history', { roomId, id });
    expect(versions).toHaveLength(11);
    expect(new Set(versions.map(({ text }) => text)).size).toBe(11);
  });
});

describe('a recall', () => {
  test('leaves a tombstone with nothing of the content, anywhere', async () => {
    const id = uuidv7();
    await ming.call('message.send', { roomId, id, text: '秘密', mentions: [hua.id], mentionsAll: true });
    await edit(ming, id, '秘密二');
    await react(hua, id, '👍');
    await pin(owner, id);
    const { seq } = await messageOf(id);
    expect(await recall(ming, id)).toBe('ok');
    expect(await messageOf(id)).toMatchObject({
      seq,
      text: '',
      recalledAt: expect.any(Number),
      mentions: [],
      mentionsAll: false,
      reactions: [],
      forwarded: [],
    });
    expect(await codeOf(hua.call('message.history', { roomId, id }))).toBe('message_recalled');
    const { changes } = await hua.call('sync', { me: 0, rooms: [] });
    expect(changes.find(({ scope }) => scope === roomId)?.room?.pins).toEqual([]);
    for (const table of ['messages', 'message_versions', 'reactions'] as const) {
      const rows = await app.db.selectFrom(table).selectAll().where('room_id', '=', roomId).execute();
      expect(JSON.stringify(rows)).not.toMatch(/秘密|👍/);
    }
  });

  test('is allowed to its author within the time, to admins always', async () => {
    const [early, late, later] = [await say(ming), await say(ming), await say(ming)];
    app.clock.advance(10 * minuteMs - 1000);
    expect(await recall(ming, early)).toBe('ok');
    app.clock.advance(2000);
    const tooLate = ming.call('message.recall', { roomId, id: late });
    await expect(tooLate).rejects.toMatchObject({ code: 'recall_too_late', params: { minutes: 10 } });
    expect(await recall(hua, late)).toBe('forbidden');
    expect(await recall(owner, late)).toBe('ok');
    await owner.call('member.setRole', { roomId, userId: ming.id, role: 'admin' });
    expect(await recall(ming, later)).toBe('ok');
    app.clock.advance(-10 * minuteMs - 1000);
  });

  test('ends all change of the message; once more is harmless', async () => {
    const id = await say(ming);
    await recall(ming, id);
    const before = await headOf();
    expect(await recall(ming, id)).toBe('ok');
    expect(await headOf()).toBe(before);
    expect(await edit(ming, id, '又改')).toBe('message_recalled');
    expect(await react(hua, id, '👍')).toBe('message_recalled');
    expect(await pin(owner, id)).toBe('message_recalled');
    expect(await codeOf(hua.call('message.save', { roomId, id, on: true }))).toBe('message_recalled');
    const forward = { roomId, id: uuidv7(), from: { roomId, messageIds: [id] } };
    expect(await codeOf(hua.call('message.forward', forward))).toBe('message_recalled');
    expect(await codeOf(hua.call('thread.open', { roomId, messageId: id }))).toBe('message_recalled');
  });

  test('does not touch what the room itself said', async () => {
    const line = (await ming.call('message.page', { roomId, limit: 1, before: 2 })).messages[0]!;
    expect(await recall(owner, line.id)).toBe('forbidden');
  });

  test('is the author’s also where nobody writes any more, while they are in the room', async () => {
    const [mine, other, gone] = [await say(ming), await say(ming), await say(hua)];
    await owner.call('member.remove', { roomId, userId: hua.id });
    await owner.call('room.archive', { roomId, archived: true });
    expect(await recall(ming, mine)).toBe('ok');
    expect(await edit(ming, other, '改')).toBe('room_archived');
    expect(await recall(owner, other)).toBe('room_archived');
    expect(await recall(hua, gone)).toBe('room_not_found');
    const { room } = await ming.call('room.direct', { userId: owner.id });
    const at = { roomId: room.id, id: uuidv7() };
    await ming.call('message.send', { ...at, text: '悄悄话' });
    await owner.call('contact.block', { userId: ming.id });
    expect(await codeOf(owner.call('message.recall', at))).toBe('blocked_by_you');
    expect(await codeOf(ming.call('message.recall', at))).toBe('ok');
  });

  test('has no time limit where none is set', async () => {
    const other = await startTestApp({ recallMinutes: 0 });
    const [writer] = await other.users(['作者']);
    const room = uuidv7();
    const id = uuidv7();
    await writer!.call('room.create', { id: room, kind: 'group', name: '组', topic: '', userIds: [] });
    await writer!.call('message.send', { roomId: room, id, text: '很久以前' });
    other.clock.advance(60 * 24 * 60 * minuteMs);
    expect(await codeOf(writer!.call('message.recall', { roomId: room, id }))).toBe('ok');
    await other.close();
  });
});

describe('reactions', () => {
  test('count people by emoji, the first emoji first', async () => {
    const id = await say(ming);
    await react(hua, id, '👍');
    await react(ming, id, '🎉');
    await react(ming, id, '👍');
    expect((await messageOf(id)).reactions).toEqual([
      { emoji: '👍', count: 2, userIds: [hua.id, ming.id] },
      { emoji: '🎉', count: 1, userIds: [ming.id] },
    ]);
    await react(hua, id, '👍', false);
    await react(ming, id, '🎉', false);
    expect((await messageOf(id)).reactions).toEqual([{ emoji: '👍', count: 1, userIds: [ming.id] }]);
  });

  test('of one person count once, also at once', async () => {
    const id = await say(ming);
    const before = await headOf();
    await Promise.all(Array.from({ length: 10 }, () => react(hua, id, '👍')));
    expect((await messageOf(id)).reactions).toMatchObject([{ emoji: '👍', count: 1 }]);
    expect(await headOf()).toBe(before + 1);
    expect(await react(hua, id, '🎉', false)).toBe('ok');
    expect(await headOf()).toBe(before + 1);
  });

  test.each(['👍🏽', '❤️', '👨‍👩‍👧‍👦', '🇨🇳', '1️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'])('take the emoji %s', async (emoji) => {
    expect(await react(hua, await say(ming), emoji)).toBe('ok');
  });

  test.each(['', 'a', '好', '👍👍', '<b>', '1', '#', '\u200d'])('refuse %j', async (emoji) => {
    expect(await react(hua, await say(ming), emoji)).toBe('invalid');
  });

  test('are of a bounded number of kinds; taking one off makes room', async () => {
    const id = await say(ming);
    const emojis = [...'😀😃😄😁😆😅🤣😂🙂🙃😉😊😇🥰😍🤩😘😗😚😙🥲'];
    for (const emoji of emojis.slice(0, limits.reactionsPerMessage)) expect(await react(hua, id, emoji)).toBe('ok');
    expect(await react(hua, id, emojis[limits.reactionsPerMessage]!)).toBe('too_many');
    expect(await react(ming, id, emojis[0]!)).toBe('ok');
    await react(hua, id, emojis[1]!, false);
    expect(await react(hua, id, emojis[limits.reactionsPerMessage]!)).toBe('ok');
    expect((await messageOf(id)).reactions).toHaveLength(limits.reactionsPerMessage);
  });

  test('name the first twenty people and count all', async () => {
    const id = await say(ming);
    const crowd = await app.users(Array.from({ length: 25 }, (_, index) => `众${count}-${index}`));
    await owner.call('member.add', { roomId, userIds: crowd.map((user) => user.id) });
    for (const user of crowd) await react(user, id, '👍');
    const [reaction] = (await messageOf(id)).reactions;
    expect(reaction).toMatchObject({ count: 25, userIds: { length: limits.reactionUsers } });
  });
});

describe('pins', () => {
  test('are the admins’ in a group, and everybody’s in a direct room', async () => {
    const id = await say(ming);
    expect(await pin(ming, id)).toBe('forbidden');
    expect(await pin(owner, id)).toBe('ok');
    expect(await pin(owner, id)).toBe('ok');
    expect(await pin(owner, id, false)).toBe('ok');
    const { room } = await ming.call('room.direct', { userId: hua.id });
    const message = uuidv7();
    await ming.call('message.send', { roomId: room.id, id: message, text: '记住' });
    expect(await codeOf(hua.call('message.pin', { roomId: room.id, id: message, on: true }))).toBe('ok');
  });

  test('are shown with the room, oldest first, and bounded', async () => {
    const ids = [];
    for (let index = 0; index <= limits.pinsPerRoom; index += 1) ids.push(await say(ming, `${index}`));
    const codes = [];
    for (const id of ids) codes.push(await pin(owner, id));
    expect(codes).toEqual([...Array(limits.pinsPerRoom).fill('ok'), 'too_many']);
    const { changes } = await hua.call('sync', { me: 0, rooms: [] });
    expect(changes.find(({ scope }) => scope === roomId)?.room?.pins).toEqual(ids.slice(0, limits.pinsPerRoom));
  });
});

describe('every change', () => {
  test('reaches the others live, each with the next revision', async () => {
    const id = await say(ming);
    const start = await headOf();
    const socket = await hua.socket();
    await edit(ming, id, '改');
    await react(owner, id, '👍');
    await pin(owner, id);
    await recall(ming, id);
    await socket.settle();
    const changes = socket.changesOf(roomId);
    expect(changes.map(({ from, to }) => [from, to])).toEqual([0, 1, 2, 3].map((n) => [start + n, start + n + 1]));
    expect(changes[0]).toMatchObject({ messages: [{ id, text: '改', rev: start + 1 }] });
    expect(changes[1]).toMatchObject({ messages: [{ id, reactions: [{ emoji: '👍' }] }] });
    expect(changes[2]).toMatchObject({ room: { pins: [id] } });
    expect(changes[3]).toMatchObject({ messages: [{ id, text: '' }], room: { pins: [] } });
    socket.close();
  });
});
