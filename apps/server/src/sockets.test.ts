import { connect } from 'node:net';
import { limits } from '@hongyan/protocol';
import { uuidv7 } from 'uuidv7';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { codeOf, startTestApp, type TestApp, TestSocket, type TestUser } from './testing/index.ts';

let app: TestApp;
let ming: TestUser;
let hua: TestUser;
let roomId: string;
let count = 0;
let open: TestSocket[] = [];

beforeAll(async () => {
  // Only the heartbeat goes by an interval; the tests make it beat.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  app = await startTestApp();
});
afterAll(async () => {
  await app.close();
  vi.useRealTimers();
});
beforeEach(async () => {
  count += 1;
  [ming, hua] = (await app.users([`小明${count}`, `小华${count}`])) as [TestUser, TestUser];
  roomId = uuidv7();
  await ming.call('room.create', { id: roomId, kind: 'group', name: '组', topic: '', userIds: [hua.id] });
  await app.app.drain();
});
afterEach(() => {
  for (const socket of open) socket.close();
  open = [];
});

async function lineOf(user: TestUser): Promise<TestSocket> {
  const socket = await user.socket();
  open.push(socket);
  return socket;
}

const say = (text: string, user = ming, room = roomId) =>
  user.call('message.send', { roomId: room, id: uuidv7(), text });
const textsOf = (socket: TestSocket, room = roomId) =>
  socket.changesOf(room).flatMap(({ messages = [] }) => messages.map(({ text }) => text));

describe('a line', () => {
  test('says who is connected, first of all', async () => {
    const socket = await lineOf(ming);
    expect(socket.pushes[0]).toMatchObject({ push: 'hello', userId: ming.id, sessionId: ming.sessionId });
  });

  test('brings what happens to all devices of all members, each thing once and in order', async () => {
    const lines = [await lineOf(ming), await lineOf(hua), await lineOf(hua)];
    for (const text of ['一', '二', '三']) await say(text);
    for (const line of lines) {
      await line.settle();
      expect(textsOf(line)).toEqual(['一', '二', '三']);
    }
  });

  test('answers as many commands at once as are sent, in whatever number', async () => {
    const socket = await lineOf(ming);
    const answers = await Promise.all(
      Array.from({ length: limits.commandsInFlight * 5 }, () => socket.call('message.page', { roomId, limit: 1 })),
    );
    expect(answers).toHaveLength(limits.commandsInFlight * 5);
  });

  test('answers errors as HTTP does', async () => {
    const socket = await lineOf(ming);
    for (const call of [ming.call, socket.call.bind(socket)]) {
      expect(await codeOf(call('no.such' as never, {} as never))).toBe('unknown_command');
      expect(await codeOf(call('room.join', { roomId: uuidv7() }))).toBe('room_not_found');
      expect(await codeOf(call('admin.mails', {}))).toBe('administrator_only');
      await expect(call('room.join', {} as never)).rejects.toMatchObject({
        code: 'invalid',
        params: { field: 'roomId' },
      });
    }
  });

  test('beats, and names what moved since the last beat, so that a lost last frame is noticed', async () => {
    const [first, second] = [await lineOf(ming), await lineOf(hua)];
    vi.advanceTimersByTime(limits.heartbeatSeconds * 1000);
    await second.until(({ push }) => push === 'heads');
    await say('一');
    vi.advanceTimersByTime(limits.heartbeatSeconds * 1000);
    for (const line of [first, second]) {
      await line.settle();
      const beats = line.pushes.filter((push) => push.push === 'heads');
      expect(beats[0]?.heads.map(([scope]) => scope)).not.toContain(roomId);
      expect(beats[1]?.heads).toContainEqual([roomId, line.changesOf(roomId).at(-1)?.to]);
    }
  });
});

describe('whoever comes in', () => {
  test('gets the room live from then on', async () => {
    const [newcomer] = await app.users([`新人${count}`]);
    const socket = await lineOf(newcomer!);
    await say('之前');
    await ming.call('member.add', { roomId, userIds: [newcomer!.id] });
    await say('之后');
    await socket.settle();
    expect(textsOf(socket)).toEqual(['之后']);
  });

  test('misses nothing when they are added while they connect', async () => {
    const crowd = await app.users(Array.from({ length: 15 }, (_, index) => `众${count}-${index}`));
    const lines = await Promise.all(
      crowd.map(async (user) => {
        const [socket] = await Promise.all([lineOf(user), ming.call('member.add', { roomId, userIds: [user.id] })]);
        return socket;
      }),
    );
    await say('都在吗');
    for (const line of lines) {
      await line.settle();
      expect(textsOf(line)).toContain('都在吗');
    }
  });
});

describe('whoever is taken out while connected', () => {
  test('gets the tombstone of their own side, and nothing of the room or its threads any more', async () => {
    const messageId = uuidv7();
    await ming.call('message.send', { roomId, id: messageId, text: '话题' });
    const { room: followed } = await ming.call('thread.open', { roomId, messageId });
    await hua.call('message.send', { roomId: followed.id, id: uuidv7(), text: '我在' });
    const other = uuidv7();
    await ming.call('message.send', { roomId, id: other, text: '另一个' });
    const { room: watched } = await ming.call('thread.open', { roomId, messageId: other });
    await app.app.drain();
    const socket = await lineOf(hua);
    await socket.call('room.watch', { roomId: watched.id, watch: true });
    const before = socket.pushes.length;

    await ming.call('member.remove', { roomId, userId: hua.id });
    for (const room of [roomId, followed.id, watched.id]) await say('背后的话', ming, room);
    await ming.call('room.update', { roomId, name: '没有你' });
    await ming.call('room.type', { roomId, typing: true });
    await app.app.drain();
    vi.advanceTimersByTime(limits.heartbeatSeconds * 1000);
    await socket.settle();
    const after = socket.pushes.slice(before);
    expect(after.map(({ push }) => push).sort()).toEqual(['changes', 'heads']);
    expect(after[0]).toMatchObject({ changes: { scope: 'me', subscriptions: { length: 2 } } });
    expect(after[1]).toMatchObject({ heads: [['me', expect.any(Number)]] });
  });

  test('leaves a room as they leave it', async () => {
    const socket = await lineOf(hua);
    await hua.call('room.leave', { roomId });
    await say('走了吗');
    await socket.settle();
    expect(socket.changesOf(roomId)).toEqual([]);
  });

  test('begins to look at nothing in the same moment', async () => {
    const messageId = uuidv7();
    await ming.call('message.send', { roomId, id: messageId, text: '话题' });
    const { room: thread } = await ming.call('thread.open', { roomId, messageId });
    for (let round = 0; round < 10; round += 1) {
      const socket = await lineOf(hua);
      await Promise.all([
        codeOf(socket.call('room.watch', { roomId: thread.id, watch: true })),
        ming.call('member.remove', { roomId, userId: hua.id }),
      ]);
      const before = socket.changesOf(thread.id).length;
      await say(`第 ${round} 轮`, ming, thread.id);
      await socket.settle();
      expect(socket.changesOf(thread.id)).toHaveLength(before);
      await ming.call('member.add', { roomId, userIds: [hua.id] });
    }
  });
});

describe('what one person asks too often', () => {
  test('is refused on all their devices and lines alike, and says when to come again', async () => {
    const second = await app.device(ming);
    const line = await lineOf(ming);
    const calls = [ming.call, second.call, line.call.bind(line)];
    const ask = (turn: number) => codeOf(calls[turn % 3]!('room.setAvatar', { roomId: uuidv7(), image: null }));
    const codes = [];
    for (let turn = 0; turn < 63; turn += 1) codes.push(await ask(turn));
    expect(codes).toEqual([...Array(60).fill('room_not_found'), ...Array(3).fill('rate_limited')]);
    const response = await fetch(`${app.url}/api/room.setAvatar`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ming.token}` },
      body: JSON.stringify({ roomId, image: null }),
    });
    expect(response.status).toBe(429);
    const seconds = Number(response.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    app.clock.advance(seconds * 1000);
    expect(await ask(0)).toBe('room_not_found');
    expect(await codeOf(hua.call('room.setAvatar', { roomId: uuidv7(), image: null }))).toBe('room_not_found');
  });
});

describe('a session that ends', () => {
  test('says why and closes the line', async () => {
    const socket = await lineOf(hua);
    await hua.call('account.signOut', {});
    expect(await socket.until(({ push }) => push === 'ended')).toEqual({ push: 'ended', reason: 'signed-out' });
    expect(await socket.closed).toBe(4001);
    await expect(hua.socket()).rejects.toThrow('401');
  });
});

describe('a line is refused', () => {
  test('to pages of other sites', async () => {
    const from = (origin: string) => TestSocket.open(app.url, ming.token, { origin });
    await expect(from('https://evil.example')).rejects.toThrow('403');
    await expect(from('null')).rejects.toThrow('403');
    await expect(from(`${app.url}.evil.example`)).rejects.toThrow('403');
    open.push(await from(app.url), await from('http://hongyan.test'));
  });

  test('to those who are not signed in, and elsewhere', async () => {
    await expect(TestSocket.open(app.url, 'x'.repeat(43))).rejects.toThrow('401');
    await expect(TestSocket.open(app.url, '')).rejects.toThrow(/401|400/);
    await expect(TestSocket.open(`${app.url}/elsewhere`, ming.token)).rejects.toThrow('404');
  });
});

describe('a frame', () => {
  const command = (rest: object) => JSON.stringify({ id: 1, op: 'account.session', args: {}, ...rest });
  const nested = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;

  test.each([
    ['binary', Buffer.from(command({})), { binary: true }, 1007],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), {}, 1007],
    ['half a character of UTF-8', Buffer.from([0x22, 0xe5, 0xba, 0x22]), {}, 1007],
    ['no JSON', 'hello', {}, 1007],
    ['no command', '[]', {}, 1007],
    ['with a field too many', command({ role: 'administrator' }), {}, 1007],
    ['without arguments', '{"id":1,"op":"account.session"}', {}, 1007],
    ['with a number too large', command({ id: 2 ** 60 }), {}, 1007],
    ['with an object for a word', command({ op: {} }), {}, 1007],
    ['too large', command({ args: { text: 'x'.repeat(limits.frameBytes) } }), {}, 1009],
  ] as const)('that is %s ends the line', async (_, data, options, code) => {
    const socket = await lineOf(ming);
    socket.sendRaw(data, options);
    expect(await socket.closed).toBe(code);
  });

  test('in pieces is one frame, and too many pieces are too large', async () => {
    const socket = await lineOf(ming);
    const whole = JSON.stringify({ id: 99, op: 'account.signOut', args: {} });
    socket.sendRaw(whole.slice(0, 10), { fin: false });
    socket.sendRaw(whole.slice(10), { fin: true });
    expect(await socket.until(({ push }) => push === 'ended')).toBeDefined();

    const second = await lineOf(hua);
    for (let piece = 0; piece < 10; piece += 1) second.sendRaw('x'.repeat(limits.frameBytes / 8), { fin: false });
    expect(await second.closed).toBe(1009);
  });

  test.each([
    ['nested ten thousand deep', `{"id":1,"op":"message.send","args":{"roomId":${nested}}}`],
    ['with __proto__', '{"id":1,"op":"message.send","args":{"__proto__":{"roomId":"x"}}}'],
    ['with constructor', '{"id":1,"op":"message.send","args":{"constructor":{"prototype":{}}}}'],
    ['named as what every object has', '{"id":1,"op":"__proto__","args":{}}'],
    ['named as what every map has', '{"id":1,"op":"constructor","args":{}}'],
  ])('%s is refused, and the line goes on', async (_, frame) => {
    const socket = await lineOf(ming);
    const answered = socket.answerTo(1);
    socket.sendRaw(frame);
    expect(await answered).toMatchObject({ error: { code: expect.stringMatching(/^(invalid|unknown_command)$/) } });
    expect(await codeOf(socket.call('account.session', {}))).toBe('ok');
  });
});

describe('a request over HTTP', () => {
  const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
    fetch(`${app.url}/api/message.send`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ming.token}`, ...headers },
      body,
    });
  const send = (rest: object) => JSON.stringify({ roomId, id: uuidv7(), text: '好', ...rest });

  test.each([
    ['an object for a text', () => send({ text: { toString: '好' } })],
    ['an array for a text', () => send({ text: ['好'] })],
    ['a number for a text', () => send({ text: 1 })],
    ['NUL', () => send({ text: 'a\0b' })],
    ['a lone surrogate', () => send({}).replace('好', '\\ud83d')],
    ['an id in capitals', () => send({ id: uuidv7().toUpperCase() })],
    ['__proto__', () => send({}).replace('{', '{"__proto__":{"a":1},')],
    ['deep nesting', () => send({}).replace('"好"', `${'['.repeat(10_000)}${']'.repeat(10_000)}`)],
    ['no JSON', () => '{'],
    ['nothing', () => ''],
    ['an array', () => '[]'],
    ['null', () => 'null'],
    ['invalid UTF-8', () => Buffer.concat([Buffer.from('{"text":"'), Buffer.from([0xff]), Buffer.from('"}')])],
  ])('with %s is refused in words', async (_, body) => {
    const response = await post(body(), { 'accept-language': 'zh-CN' });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ code: 'invalid', title: expect.stringContaining('请求') });
  });

  test('that is no JSON by its type, too large, or from another site is refused', async () => {
    expect((await post(send({}), { 'content-type': 'text/plain' })).status).toBe(400);
    expect((await post(send({}), { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(400);
    expect((await post(send({ text: 'x'.repeat(2_000_000) }))).status).toBe(413);
    const foreign = await post(send({}), { origin: 'https://evil.example' });
    expect(await foreign.json()).toMatchObject({ code: 'foreign_origin', status: 403 });
    expect((await say('仍然好')).seq).toBe(2);
  });

  test('with two thousand headers is refused', async () => {
    const { port } = new URL(app.url);
    const socket = connect(Number(port), '127.0.0.1');
    const headers = Array.from({ length: 2_000 }, (_, index) => `X-H${index}: value`).join('\r\n');
    socket.write(`POST /api/server.info HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n\r\n`);
    const answer = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString())));
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    socket.destroy();
  });
});
