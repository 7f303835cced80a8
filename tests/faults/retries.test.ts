import { type Client, createClient } from '@hongyan/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../apps/server/src/testing/index.ts';
import { Proxy } from '../conformance/proxy.ts';
import { none, report } from './count.ts';
import { isLong } from './length.ts';
import { LoneServer } from './lone-server.ts';
import { countEverywhere, Sender, until } from './senders.ts';

const cuts = 10;
const restarts = isLong ? 10 : 1;

/** Cuts a client's line after its message was committed and before it hears of that. */
async function cutAfterCommit(sender: Sender, proxy: Proxy, roomId: string, hearer: Client): Promise<void> {
  const { lastSeq } = hearer.store.room(roomId)!.room;
  let isSent = false;
  proxy.fromClient = (frame, line) => {
    isSent ||= frame.includes('"message.send"');
    line.toServer(frame);
  };
  proxy.fromServer = (frame, line) => {
    if (!isSent) line.toClient(frame);
  };
  sender.send(roomId);
  await until('others have it', () => hearer.store.room(roomId)!.room.lastSeq > lastSeq);
  expect(sender.client.store.outbox()).toHaveLength(1);
  proxy.cut();
  proxy.fromClient = (frame, line) => line.toServer(frame);
  proxy.fromServer = (frame, line) => line.toClient(frame);
}

async function comeBack(client: Client, proxy: Proxy): Promise<void> {
  proxy.mend();
  await until('the line is back and nothing waits', () => {
    if (client.connection.get().state === 'offline') client.reconnect();
    return client.connection.get().state === 'online' && client.store.outbox().length === 0;
  });
}

describe('a message whose line is cut after the commit and before the answer is there once', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  test.each([
    ['at once', 0],
    ['after 31 seconds', 31_000],
    ['after a day', 86_400_000],
  ])('when it is tried again %s', async (when, laterMs) => {
    const [anna, bao] = await app.users([`anna ${when}`, `包包 ${when}`]);
    const proxy = await Proxy.before(app.url);
    const clients = [
      createClient({ url: proxy.url, token: anna!.token }),
      createClient({ url: app.url, token: bao!.token }),
    ];
    const [annas, baos] = clients as [Client, Client];
    const roomId = crypto.randomUUID();
    await anna!.call('room.create', { id: roomId, kind: 'group', name: when, topic: '', userIds: [bao!.id] });
    for (const client of clients) client.start();
    await Promise.all(clients.map((client) => client.synced()));
    const sender = new Sender('anna', annas);
    for (let cut = 0; cut < cuts; cut += 1) {
      await cutAfterCommit(sender, proxy, roomId, baos);
      app.clock.advance(laterMs);
      await comeBack(annas, proxy);
    }
    const fresh = createClient({ url: app.url, token: bao!.token });
    fresh.start();
    await fresh.synced();
    const count = await countEverywhere(clients, fresh, [roomId], [sender]);
    for (const client of [...clients, fresh]) client.stop();
    await proxy.close();
    expect(report(`answer lost, again ${when}`, count)).toEqual(none);
  });

  test('when it is tried again after the server was killed and started', async () => {
    const server = await LoneServer.open();
    const [anna, bao] = await server.people('anna', '包包');
    const roomId = await server.group([anna!, bao!]);
    const proxy = await Proxy.before(server.url);
    const [annas, baos] = [await server.client(anna!, proxy.url), await server.client(bao!)];
    const sender = new Sender('anna', annas);
    for (let cut = 0; cut < restarts; cut += 1) {
      await cutAfterCommit(sender, proxy, roomId, baos);
      await server.kill();
      await server.start();
      await comeBack(annas, proxy);
    }
    await until('others are back', () => {
      if (baos.connection.get().state === 'offline') baos.reconnect();
      return baos.connection.get().state === 'online';
    });
    const count = await countEverywhere([annas, baos], await server.client(bao!), [roomId], [sender]);
    await proxy.close();
    await server.close();
    expect(report('answer lost, again after a restart', count)).toEqual(none);
  });
});

test('two devices of one person that send the same id at once make one message, and hear the same or conflict', async () => {
  const app = await startTestApp();
  const anna = await app.user('anna');
  const devices = [anna, await app.device(anna)];
  const roomId = crypto.randomUUID();
  await anna.call('room.create', { id: roomId, kind: 'group', name: '组', topic: '', userIds: [] });
  const sockets = await Promise.all(devices.map((device) => device.socket()));
  const rounds = 100;
  const heard: number[] = [];
  let conflicts = 0;
  await Promise.all(
    Array.from({ length: rounds }, async (_, round) => {
      const id = crypto.randomUUID();
      // In every second round they don't say the same.
      const texts = [`${round}`, round % 2 === 0 ? `${round}` : `${round} 不同`];
      const answers = await Promise.allSettled(
        sockets.map((socket, index) => socket.call('message.send', { roomId, id, text: texts[index]! })),
      );
      const seqs = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.seq] : []));
      const codes = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason.code] : []));
      expect(codes).toEqual(round % 2 === 0 ? [] : ['conflict']);
      expect(new Set(seqs).size).toBe(1);
      conflicts += codes.length;
      heard.push(seqs[0]!);
    }),
  );
  const rows = await app.db
    .selectFrom('messages')
    .select('seq')
    .where('room_id', '=', roomId)
    .where('event', 'is', null)
    .execute();
  const written = new Set(rows.map(({ seq }) => seq));
  const lost = heard.filter((seq) => !written.has(seq)).length;
  for (const socket of sockets) socket.close();
  await app.close();
  const count = { sent: rounds, lost, doubled: rows.length - new Set(heard).size, reordered: 0, undetected: 0 };
  expect(report('same id from two devices', count, { conflicts })).toEqual(none);
});
