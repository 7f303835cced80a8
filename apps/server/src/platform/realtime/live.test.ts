import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { limits, ProblemError, type PushFrame } from '@hongyan/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TestSocket } from '../../testing/index.ts';
import { systemClock } from '../clock/index.ts';
import { createLogger } from '../log/index.ts';
import { LiveConnections, noReach, serveSockets } from './index.ts';

const roomId = '0190a000-0000-7000-8000-000000000001';
let server: Server;
let live: LiveConnections;
let url: string;

/** Lines without a database: a token is its user, who is in one room. Every `sync` waits until `release`. */
let release: () => void;
/** The commands that were started, and how many ran at the same time. */
let started: string[];
let mostRunning: number;
/** Called once the server has read the rooms of somebody who connects; their line opens when it is done. */
let whileConnecting: (userId: string) => void | Promise<void>;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  server = createServer();
  live = new LiveConnections(systemClock);
  whileConnecting = () => {};
  started = [];
  mostRunning = 0;
  let running = 0;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  serveSockets({
    server,
    live,
    reach: noReach,
    clock: systemClock,
    log: createLogger('silent'),
    run: async (name) => {
      started.push(name);
      running += 1;
      mostRunning = Math.max(mostRunning, running);
      if (name === 'sync') await released;
      running -= 1;
      return name === 'message.page' ? { text: 'x'.repeat(bigAnswer) } : {};
    },
    authenticate: async (request) => {
      const userId = request.headers['sec-websocket-protocol']!.split('bearer.')[1]!;
      const rest = { connectionId: null, address: '', userAgent: '', locale: 'en' as const };
      return { userId, sessionId: userId, role: 'user', ...rest };
    },
    isOwnOrigin: () => true,
    roomIdsOf: async (userId) => {
      await whileConnecting(userId);
      return [roomId];
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  live.close();
  await new Promise((resolve) => server.close(resolve));
  vi.useRealTimers();
});

const bigAnswer = 100_000;
const heartbeat = () => vi.advanceTimersByTime(limits.heartbeatSeconds * 1000);

/** Resolves when no further command has been started for many turns. */
async function untilQuiet(): Promise<void> {
  for (let before = -1, quiet = 0; quiet < 200; before = started.length) {
    await nextTurn();
    quiet = started.length === before && before > 0 ? quiet + 1 : 0;
  }
}

/** Sends `count` commands with big answers, which nobody waits for. */
function askFor(count: number, socket: TestSocket): void {
  for (let id = 1; id <= count; id += 1) socket.sendRaw(JSON.stringify({ id, op: 'message.page', args: {} }));
}

/** A change of `bytes` size with a number. */
function changeOf(number: number, bytes: number) {
  return { scope: roomId, from: number, to: number + 1, room: { topic: 'x'.repeat(bytes) } as never };
}

const numbersOf = (socket: TestSocket) => socket.changesOf(roomId).map(({ from }) => from);
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

test('a reader that does not read loses its live stream, is told so, and then hears again; the others get all', async () => {
  const [slow, quick] = [await TestSocket.open(url, 'slow'), await TestSocket.open(url, 'quick')];
  slow.pause();
  const pushed = 400;
  for (let number = 0; number < pushed; number += 1) {
    live.room(changeOf(number, 100_000));
    await quick.untilChanges(roomId, ({ from }) => from === number);
  }
  expect(numbersOf(quick)).toEqual(Array.from({ length: pushed }, (_, number) => number));

  slow.resume();
  await slow.until(({ push }) => push === 'lagged');
  const heard = numbersOf(slow);
  // What came is the beginning, without a hole: what waited, and what the network held.
  expect(heard).toEqual(heard.map((_, index) => index));
  expect(heard.length).toBeLessThan(pushed);
  live.room(changeOf(pushed, 1));
  await slow.untilChanges(roomId, ({ from }) => from === pushed);
  expect(slow.pushes.filter(({ push }) => push === 'lagged')).toHaveLength(1);
  slow.close();
  quick.close();
});

test('what waits for a reader is bounded, however much there is', async () => {
  const slow = await Promise.all(Array.from({ length: 10 }, (_, index) => TestSocket.open(url, `slow-${index}`)));
  for (const socket of slow) socket.pause();
  for (let number = 0; number < 500; number += 1) {
    live.room(changeOf(number, 200_000));
    await nextTurn();
  }
  for (const socket of slow) socket.resume();
  for (const socket of slow) {
    await socket.until(({ push }) => push === 'lagged');
    const bytes = numbersOf(socket).length * 200_000;
    // The network's own buffers on both sides hold a few megabytes beside the queue.
    expect(bytes).toBeLessThan(limits.queueBytes + 16 * 1024 * 1024);
    socket.close();
  }
});

test('frames of one turn keep their order, of whatever size', async () => {
  const socket = await TestSocket.open(url, 'a');
  const sizes = [1, 125, 126, 65_535, 65_536, 200_000, 0];
  sizes.forEach((size, number) => {
    live.room(changeOf(number, size));
  });
  await socket.settle();
  expect(socket.changesOf(roomId).map(({ room }) => room!.topic.length)).toEqual(sizes);
  socket.close();
});

test('a line takes a bounded number of commands at once; the rest waits in the network', async () => {
  const socket = await TestSocket.open(url, 'a');
  let answered = 0;
  const commands = Array.from({ length: limits.commandsInFlight * 2 }, async () => {
    await socket.call('sync', { me: 0, rooms: [] });
    answered += 1;
  });
  const behind = socket.call('account.session', {});
  await nextTurn();
  expect(answered).toBe(0);
  release();
  await Promise.all(commands);
  await behind;
  expect(answered).toBe(limits.commandsInFlight * 2);
  expect(mostRunning).toBe(limits.commandsInFlight);
  socket.close();
});

test('whoever asks without reading waits, and gets every answer on reading again', async () => {
  const socket = await TestSocket.open(url, 'a');
  const asked = 1_000;
  const last = socket.answerTo(asked);
  socket.pause();
  askFor(asked, socket);
  await untilQuiet();
  // What waits for the reader, what ran meanwhile, and what the network's own buffers on both sides hold.
  const bound = (limits.queueBytes + 16 * 1024 * 1024) / bigAnswer + limits.commandsInFlight;
  expect(started.length).toBeLessThan(bound);
  heartbeat();
  socket.resume();
  await last;
  expect(started).toHaveLength(asked);
  socket.close();
});

test('whoever asks and takes no answers for long is cut off', async () => {
  const socket = await TestSocket.open(url, 'a');
  socket.pause();
  askFor(1_000, socket);
  await untilQuiet();
  heartbeat();
  askFor(1, socket);
  await nextTurn();
  expect(live.size).toBe(1);
  const gone = new Promise<void>((resolve) => {
    live.onConnection(() => resolve());
  });
  heartbeat();
  await gone;
  expect(live.size).toBe(0);
  socket.close();
});

test('nothing is run for a line that was ended', async () => {
  const socket = await TestSocket.open(url, 'a');
  socket.pause();
  live.endSession('a', 'signed-out');
  askFor(1, socket);
  // Only on reading does the client learn of the end; its answer to it comes behind what it asked for.
  socket.resume();
  expect(await socket.closed).toBe(4001);
  expect(started).toEqual([]);
});

test('a line that is refused is told so and closed, though the other side keeps it open', async () => {
  const taken = new Promise<Socket>((resolve) => {
    server.once('connection', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const client = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
  client.write('GET /elsewhere HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\nmore');
  const socket = await taken;
  const closed = new Promise((resolve) => {
    socket.once('close', resolve);
  });
  expect(await text(client)).toMatch(/^HTTP\/1\.1 404 /);
  await closed;
  client.destroy();
});

test('nothing is told of a room that was left, to members or to those who look', async () => {
  const [member, watcher] = [await TestSocket.open(url, 'member'), await TestSocket.open(url, 'watcher')];
  const other = '0190a000-0000-7000-8000-000000000002';
  const hello = watcher.pushes[0] as Extract<PushFrame, { push: 'hello' }>;
  live.watch(hello.connectionId, other);
  live.room({ ...changeOf(0, 1), scope: other });
  live.leave(roomId, ['member', 'watcher']);
  live.leave(other, ['watcher']);
  live.room(changeOf(0, 1));
  live.room({ ...changeOf(1, 1), scope: other });
  await member.settle();
  await watcher.settle();
  expect(numbersOf(member)).toEqual([]);
  expect(watcher.changesOf(roomId)).toEqual([]);
  expect(watcher.changesOf(other)).toHaveLength(1);
  member.close();
  watcher.close();
});

test('whoever enters a room while they connect gets it live', async () => {
  const other = '0190a000-0000-7000-8000-000000000003';
  whileConnecting = (userId) => live.join(other, [userId]);
  const socket = await TestSocket.open(url, 'a');
  live.room({ ...changeOf(0, 1), scope: other });
  await socket.settle();
  expect(socket.changesOf(other)).toHaveLength(1);
  socket.close();
});

test('whoever leaves a room while they connect does not get it', async () => {
  whileConnecting = (userId) => live.leave(roomId, [userId]);
  const socket = await TestSocket.open(url, 'a');
  live.room(changeOf(0, 1));
  await socket.settle();
  expect(numbersOf(socket)).toEqual([]);
  socket.close();
});

test('whoever leaves a room and enters it again while they connect gets it live', async () => {
  whileConnecting = (userId) => {
    live.leave(roomId, [userId]);
    live.join(roomId, [userId]);
  };
  const socket = await TestSocket.open(url, 'a');
  live.room(changeOf(0, 1));
  await socket.settle();
  expect(numbersOf(socket)).toEqual([0]);
  socket.close();
});

test('whoever enters a room while one line opens and another ends gets it live', async () => {
  const other = '0190a000-0000-7000-8000-000000000004';
  const old = await TestSocket.open(url, 'a');
  whileConnecting = async (userId) => {
    const gone = new Promise<void>((resolve) => {
      live.onConnection((_, __, open) => open || resolve());
    });
    old.close();
    await gone;
    live.join(other, [userId]);
  };
  const socket = await TestSocket.open(url, 'a');
  live.room({ ...changeOf(0, 1), scope: other });
  await socket.settle();
  expect(socket.changesOf(other)).toHaveLength(1);
  socket.close();
});

test('a line that fails to open takes nothing from another that opens', async () => {
  const other = '0190a000-0000-7000-8000-000000000005';
  whileConnecting = async (userId) => {
    whileConnecting = () => Promise.reject(new ProblemError('internal'));
    await expect(TestSocket.open(url, userId)).rejects.toThrow('503');
    live.join(other, [userId]);
  };
  const socket = await TestSocket.open(url, 'a');
  live.room({ ...changeOf(0, 1), scope: other });
  await socket.settle();
  expect(socket.changesOf(other)).toHaveLength(1);
  socket.close();
});

test('lines that open count among those that a person may have', async () => {
  const opening: Promise<unknown>[] = [];
  let open: () => void;
  const held = new Promise<void>((resolve) => {
    open = resolve;
  });
  let reading = 0;
  const all = new Promise<void>((resolve) => {
    whileConnecting = () => {
      reading += 1;
      if (reading === limits.connectionsPerUser) resolve();
      return held;
    };
  });
  for (let count = 0; count < limits.connectionsPerUser; count += 1) opening.push(TestSocket.open(url, 'a'));
  await all;
  await expect(TestSocket.open(url, 'a')).rejects.toThrow('429');
  open!();
  await Promise.all(opening);
});
