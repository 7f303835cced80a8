import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestSocket } from '../../apps/server/src/testing/index.ts';
import { pause } from '../conformance/stage.ts';
import { none, report } from './count.ts';
import { Ledger } from './ledger.ts';
import { isLong } from './length.ts';
import { LoneServer } from './lone-server.ts';

const crowd = isLong ? 10_000 : 1_000;
/** A connection that asked nothing, and what Node keeps for it. */
const mostKbEach = 64;
/** Within ten seconds a request's headers must have come, and every two it is looked. */
const patienceMs = 30_000;

let server: LoneServer;

beforeAll(async () => {
  server = await LoneServer.open();
});
afterAll(() => server.close());

/** Opens a connection and says only what is given. */
async function stranger(words: string): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: server.port });
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(words);
  return socket;
}

test('crowds that never sign in cost little, are cut off, and hold up nobody who writes', async () => {
  const people = await server.people('anna', '包包');
  const roomId = await server.group(people);
  const anna = await TestSocket.open(server.url, people[0]!.token);
  const ledger = new Ledger();
  const rssBefore = server.rssMb();
  const strangers: Socket[] = [];
  // Silent ones, those whose headers never end, and those who open a socket without a session.
  const words = [
    '',
    'POST /api/message.send HTTP/1.1\r\nHost: localhost\r\nX-Slow: ',
    'GET /socket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  ];
  const perTurn = 100;
  let longest = 0;
  const write = async () => {
    const [id, startedAt] = [crypto.randomUUID(), performance.now()];
    await ledger.note('anna', roomId, id, () => anna.call('message.send', { roomId, id, text: id }));
    longest = Math.max(longest, performance.now() - startedAt);
  };
  while (strangers.length < crowd) {
    const come = Array.from({ length: perTurn }, (_, index) => stranger(words[index % words.length]!));
    strangers.push(...(await Promise.all(come)));
    await write();
  }
  const most = server.rssMb();
  const deadline = Date.now() + patienceMs;
  // Whoever does not read does not hear that they were cut off.
  for (const socket of strangers) socket.resume();
  while (strangers.some(({ destroyed }) => !destroyed)) {
    if (Date.now() > deadline) break;
    await write();
    await pause(50);
  }
  const stayed = strangers.filter(({ destroyed }) => !destroyed).length;
  for (const socket of strangers) socket.destroy();
  anna.close();
  const figures = { crowd, stayed, longest_ms: Math.round(longest), rss_mb: [rssBefore, most, server.rssMb()] };
  expect(report('crowds that never sign in', await ledger.count(server.db), figures)).toEqual(none);
  expect(ledger.refusals).toEqual({});
  expect(stayed).toBe(0);
  expect((most - rssBefore) * 1024).toBeLessThan(crowd * mostKbEach + 100 * 1024);
});
