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
  roomId = await group([hua]);
});

async function group(others: readonly TestUser[]): Promise<string> {
  const id = uuidv7();
  const userIds = others.map((user) => user.id);
  await ming.call('room.create', { id, kind: 'group', name: '组', topic: '', userIds });
  return id;
}

const say = (user: TestUser, text: string, id = uuidv7(), inRoom = roomId) =>
  user.call('message.send', { roomId: inRoom, id, text });

async function messagesOf(room = roomId) {
  const { messages } = await ming.call('message.page', { roomId: room, limit: 100 });
  return messages.filter(({ event }) => event === null);
}

describe('a message', () => {
  test('gets its place, its time and its author from the server', async () => {
    const id = uuidv7();
    const answer = await say(ming, '床前明月光 🌕', id);
    expect(answer).toEqual({ seq: 2, createdAt: expect.any(Number) });
    expect(await messagesOf()).toMatchObject([
      { id, seq: 2, authorId: ming.id, text: '床前明月光 🌕', createdAt: answer.createdAt, editedAt: null },
    ]);
  });

  test.each(['authorId', 'createdAt', 'seq', 'rev', 'role'])('with a %s of the client is refused', async (field) => {
    const args = { roomId, id: uuidv7(), text: '我是别人', [field]: hua.id };
    expect(await codeOf(ming.call('message.send', args))).toBe('invalid');
    expect(await messagesOf()).toEqual([]);
  });

  test('is never older than the one before it, even when the clock is set back', async () => {
    const first = await say(ming, '一');
    app.clock.advance(-3_600_000);
    const second = await say(ming, '二');
    app.clock.advance(3_600_000);
    expect(second.createdAt).toBeGreaterThanOrEqual(first.createdAt);
    expect(second.seq).toBe(first.seq + 1);
  });

  test.each(['', '  \n ', '\u200b\u2060'])('of which nothing can be seen (%j) is refused', async (text) => {
    expect(await codeOf(say(ming, text))).toBe('invalid');
  });

  test('may have 4,000 characters, each of any kind', async () => {
    expect(await codeOf(say(ming, '𠮷'.repeat(4000)))).toBe('ok');
    await expect(say(ming, '字'.repeat(4001))).rejects.toMatchObject({ code: 'too_long', params: { limit: 4000 } });
  });

  test.each(['\u0000', 'a\ud800', '\udc00b'])('with text that no database takes (%j) is refused', async (text) => {
    expect(await codeOf(say(ming, text))).toBe('invalid');
  });
});

describe('the same id again', () => {
  test('with the same content gets the original answer, at once or a day later', async () => {
    const id = uuidv7();
    const first = await say(ming, '只说一遍', id);
    expect(await say(ming, '只说一遍', id)).toEqual(first);
    app.clock.advance(86_400_000);
    expect(await say(ming, '只说一遍', id)).toEqual(first);
    app.clock.advance(-86_400_000);
    expect(await messagesOf()).toHaveLength(1);
  });

  test('gets the original answer after an edit, a recall, and in an archived room', async () => {
    const id = uuidv7();
    const first = await say(ming, '原话', id);
    await ming.call('message.edit', { roomId, id, text: '改过的话' });
    expect(await say(ming, '原话', id)).toEqual(first);
    await ming.call('message.recall', { roomId, id });
    expect(await say(ming, '原话', id)).toEqual(first);
    await ming.call('room.archive', { roomId, archived: true });
    expect(await say(ming, '原话', id)).toEqual(first);
    expect(await messagesOf()).toMatchObject([{ text: '', recalledAt: expect.any(Number) }]);
  });

  test('with other content, or from another, is a conflict and changes nothing', async () => {
    const id = uuidv7();
    const other = uuidv7();
    await say(ming, '甲', other);
    await ming.call('message.send', { roomId, id, text: '话', replyTo: other, mentions: [hua.id] });
    const send = (user: TestUser, rest: object) =>
      codeOf(user.call('message.send', { roomId, id, text: '话', replyTo: other, mentions: [hua.id], ...rest }));
    expect(await send(ming, {})).toBe('ok');
    expect(await send(ming, { text: '别的话' })).toBe('conflict');
    expect(await send(ming, { mentions: [] })).toBe('conflict');
    expect(await send(ming, { mentionsAll: true })).toBe('conflict');
    expect(await send(hua, {})).toBe('conflict');
    const forward = { roomId, id, from: { roomId, messageIds: [other] } };
    expect(await codeOf(ming.call('message.forward', forward))).toBe('conflict');
    expect((await messagesOf()).map(({ text }) => text)).toEqual(['甲', '话']);
  });

  test('at once, twenty times, over HTTP and two sockets, is one message', async () => {
    const id = uuidv7();
    const sockets = [await ming.socket(), await ming.socket()];
    const lines = [ming.call, ...sockets.map((socket) => socket.call.bind(socket))];
    const answers = await Promise.all(
      Array.from({ length: 21 }, (_, index) => lines[index % 3]!('message.send', { roomId, id, text: '一次' })),
    );
    expect(new Set(answers.map(({ seq }) => seq)).size).toBe(1);
    expect(await messagesOf()).toHaveLength(1);
    for (const socket of sockets) socket.close();
  });

  test('at once with two contents: one is written, the other is told', async () => {
    const id = uuidv7();
    const codes = await Promise.all(Array.from({ length: 10 }, (_, index) => codeOf(say(ming, `第 ${index % 2}`, id))));
    expect(codes.filter((code) => code === 'ok')).toHaveLength(5);
    expect(codes.filter((code) => code === 'conflict')).toHaveLength(5);
    expect(await messagesOf()).toHaveLength(1);
  });

  test('in another room is another message', async () => {
    const id = uuidv7();
    const second = await group([]);
    await say(ming, '一', id);
    expect(await codeOf(say(ming, '二', id, second))).toBe('ok');
    expect(await messagesOf(second)).toMatchObject([{ id, text: '二' }]);
  });
});

describe('many at once', () => {
  test('leave an order without holes, the same for everybody, in which each author keeps theirs', async () => {
    const crowd = await app.users(Array.from({ length: 20 }, (_, index) => `众${count}-${index}`));
    const room = await group(crowd);
    const before = (await ming.call('message.page', { roomId: room, limit: 1 })).lastSeq;
    const socket = await ming.socket();
    await Promise.all(
      crowd.map(async (user) => {
        const line = await user.socket();
        await Promise.all(
          Array.from({ length: 25 }, (_, index) =>
            line.call('message.send', { roomId: room, id: uuidv7(), text: `${index}` }),
          ),
        );
        line.close();
      }),
    );
    await socket.settle();
    const live = socket.changesOf(room).flatMap(({ messages = [] }) => messages);
    expect(live.map(({ seq }) => seq)).toEqual(Array.from({ length: 500 }, (_, index) => before + 1 + index));
    for (const user of crowd) {
      const own = live.filter(({ authorId }) => authorId === user.id).map(({ text }) => Number(text));
      expect(own).toEqual(Array.from({ length: 25 }, (_, index) => index));
    }
    // Each change starts where the one before ended.
    socket.changesOf(room).reduce((held, { from, to }) => {
      expect(from).toBe(held);
      return to;
    }, socket.changesOf(room)[0]!.from);
    socket.close();
  });

  test('in many rooms and their threads, with mentions and joins between, lose nothing', async () => {
    const crowd = await app.users(Array.from({ length: 6 }, (_, index) => `线${count}-${index}`));
    const rooms = await Promise.all(Array.from({ length: 4 }, () => group(crowd)));
    const threads = await Promise.all(
      rooms.map(async (room) => {
        const id = uuidv7();
        await say(ming, '话题', id, room);
        return (await ming.call('thread.open', { roomId: room, messageId: id })).room.id;
      }),
    );
    const places = [...rooms, ...threads];
    const sends = crowd.flatMap((user, who) =>
      Array.from({ length: 40 }, (_, index) => {
        const mentions = [crowd[(who + 1 + (index % 5)) % crowd.length]!.id];
        const place = places[(index * 3 + who) % places.length]!;
        return user.call('message.send', { roomId: place, id: uuidv7(), text: `${index}`, mentions });
      }),
    );
    await Promise.all(sends);
    let written = 0;
    for (const place of places) {
      const { rows } = {
        rows: await app.db.selectFrom('messages').select('seq').where('room_id', '=', place).execute(),
      };
      const seqs = rows.map(({ seq }) => seq).sort((a, b) => a - b);
      expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => index + 1));
      written += seqs.length;
    }
    const lines = rooms.length * 2;
    expect(written).toBe(sends.length + lines);
    for (const [index, thread] of threads.entries()) {
      const { messages } = await ming.call('message.page', { roomId: rooms[index]!, after: 1, limit: 1 });
      const { lastSeq } = await ming.call('message.page', { roomId: thread, limit: 1 });
      expect(messages[0]?.thread).toMatchObject({ roomId: thread, count: lastSeq });
    }
  });

  test('one that is refused costs its neighbours nothing', async () => {
    const archived = await group([hua]);
    await ming.call('room.archive', { roomId: archived, archived: true });
    const direct = (await ming.call('room.direct', { userId: outsider.id })).room.id;
    await outsider.call('contact.block', { userId: ming.id });
    const codes = await Promise.all(
      Array.from({ length: 60 }, (_, index) => {
        const send = (rest: object) => codeOf(ming.call('message.send', { roomId, id: uuidv7(), text: '好', ...rest }));
        return [
          () => send({}),
          () => send({ roomId: archived }),
          () => send({ roomId: direct }),
          () => send({ roomId: uuidv7() }),
          () => send({ replyTo: uuidv7() }),
          () => send({ mentions: [outsider.id] }),
        ][index % 6]!();
      }),
    );
    const expected = ['ok', 'room_archived', 'blocked', 'room_not_found', 'message_not_found', 'not_a_member'];
    expect(codes).toEqual(Array.from({ length: 60 }, (_, index) => expected[index % 6]));
    expect((await messagesOf()).map(({ seq }) => seq)).toEqual(Array.from({ length: 10 }, (_, index) => index + 2));
  });

  test('while the room is archived: all before are in, all after are told, none is in between', async () => {
    const sends = Array.from({ length: 60 }, (_, index) => codeOf(say(index % 2 ? hua : ming, `${index}`)));
    const archive = ming.call('room.archive', { roomId, archived: true });
    const codes = await Promise.all(sends);
    await archive;
    expect(codes.filter((code) => code !== 'ok' && code !== 'room_archived')).toEqual([]);
    const { messages } = await ming.call('message.page', { roomId, limit: 100 });
    expect(messages.filter(({ event }) => !event)).toHaveLength(codes.filter((code) => code === 'ok').length);
    expect(messages.at(-1)?.event?.type).toBe('archived');
  });
});

describe('a reply', () => {
  test('quotes a message of the same room, which comes along when it is far away', async () => {
    const first = uuidv7();
    await say(ming, '最初的话', first);
    for (let index = 0; index < 5; index += 1) await say(hua, `${index}`);
    const id = uuidv7();
    await hua.call('message.send', { roomId, id, text: '回你', replyTo: first });
    const page = await ming.call('message.page', { roomId, limit: 2 });
    expect(page.messages.at(-1)).toMatchObject({ id, replyTo: first });
    expect(page.related).toMatchObject([{ id: first, text: '最初的话' }]);
    expect(page.users.map((user) => user.id).sort()).toEqual([ming.id, hua.id].sort());
  });

  test('to a message that is not there, or in another room, is refused', async () => {
    const second = await group([hua]);
    const elsewhere = uuidv7();
    await say(ming, '别处', elsewhere, second);
    for (const replyTo of [uuidv7(), elsewhere]) {
      const send = ming.call('message.send', { roomId, id: uuidv7(), text: '回', replyTo });
      expect(await codeOf(send)).toBe('message_not_found');
    }
  });
});

describe('a mention', () => {
  const seatOf = async (user: TestUser) => {
    const { changes } = await user.call('sync', { me: 0, rooms: [] });
    return changes[0]!.subscriptions!.find((subscription) => subscription.roomId === roomId)!;
  };

  test('is noted at the one who is mentioned, and pushed to them', async () => {
    const socket = await hua.socket();
    const { seq } = await ming.call('message.send', {
      roomId,
      id: uuidv7(),
      text: '@小华',
      mentions: [hua.id, ming.id],
    });
    expect((await socket.untilChanges('me', 'subscriptions')).subscriptions).toMatchObject([
      { roomId, mentions: [seq] },
    ]);
    expect((await seatOf(hua)).mentions).toEqual([seq]);
    expect((await seatOf(ming)).mentions).toEqual([]);
    socket.close();
  });

  test('of all is noted at the room', async () => {
    const { seq } = await ming.call('message.send', { roomId, id: uuidv7(), text: '@所有人', mentionsAll: true });
    const { changes } = await hua.call('sync', { me: 0, rooms: [] });
    expect(changes.find(({ scope }) => scope === roomId)?.room?.allMentions).toEqual([seq]);
  });

  test('keeps the newest hundred places', async () => {
    const seqs = [];
    for (let index = 0; index < 105; index += 1) {
      const sent = await ming.call('message.send', { roomId, id: uuidv7(), text: '在？', mentions: [hua.id] });
      seqs.push(sent.seq);
    }
    expect((await seatOf(hua)).mentions).toEqual(seqs.slice(-100));
  });

  test('that comes with an edit counts, one that stays does not count twice', async () => {
    const id = uuidv7();
    const { seq } = await ming.call('message.send', { roomId, id, text: '大家', mentions: [] });
    await ming.call('message.edit', { roomId, id, text: '@小华', mentions: [hua.id] });
    await ming.call('message.edit', { roomId, id, text: '@小华！', mentions: [hua.id] });
    expect((await seatOf(hua)).mentions).toEqual([seq]);
  });

  test.each([
    ['of somebody outside', () => [outsider.id], 'not_a_member'],
    ['of nobody', () => [uuidv7()], 'not_a_member'],
    ['of the same twice', () => [hua.id, hua.id], 'invalid'],
    ['of more than fifty', () => Array.from({ length: 51 }, () => uuidv7()), 'invalid'],
  ] as const)('%s is refused', async (_, mentions, code) => {
    const send = ming.call('message.send', { roomId, id: uuidv7(), text: '@', mentions: mentions() });
    expect(await codeOf(send)).toBe(code);
  });
});
