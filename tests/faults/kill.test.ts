import type { Client } from '@hongyan/sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Random } from '../conformance/random.ts';
import { pause } from '../conformance/stage.ts';
import { none, report } from './count.ts';
import { isLong, rounds } from './length.ts';
import { makePeople, signIn } from './people.ts';
import { countEverywhere, Sender, until } from './senders.ts';
import { ServerProcess } from './server-process.ts';

const names = ['anna', 'bea', 'chen'];
const maxWaiting = 60;
/** Beyond two heartbeats a line counts as dead. */
const longestStillMs = isLong ? 60_000 : 3_000;

let server: ServerProcess;
const clients: Client[] = [];

beforeAll(async () => {
  server = await ServerProcess.prepare();
  await server.start();
});
afterAll(async () => {
  for (const client of clients) client.stop();
  await server.remove();
});

it(`nothing is lost, doubled or reordered over ${rounds} kills`, { timeout: 60_000 + rounds * 60_000 }, async () => {
  const seed = Number(process.env['HONGYAN_SEED'] ?? Math.floor(Math.random() * 1_000_000_000));
  const random = new Random(seed);
  clients.push(...(await makePeople(server, names)));
  for (const client of clients) client.start();
  await Promise.all(clients.map((client) => client.synced()));
  const senders = names.map((name, index) => new Sender(name, clients[index]!));
  const userIds = clients.map((client) => client.userId!);
  const roomIds = await Promise.all(
    ['one', '二'].map(async (name) => {
      const { room } = await clients[0]!.call('room.create', {
        id: crypto.randomUUID(),
        kind: 'group',
        name,
        topic: '',
        userIds: userIds.slice(1),
      });
      return room.id;
    }),
  );
  await until('all are in the rooms', () => clients.every(({ store }) => roomIds.every((id) => store.room(id))));

  let isSending = true;
  const sending = Promise.all(
    senders.map(async (sender) => {
      while (isSending) {
        // Nobody writes for ever into a void; so what waits at the end is soon sent.
        if (sender.client.store.outbox().length < maxWaiting) for (const roomId of roomIds) sender.send(roomId);
        await pause(50 + random.below(150));
      }
    }),
  );
  const kills = { server: 0, postgres: 0, still: 0 };
  for (let round = 0; round < rounds; round += 1) {
    await pause(200 + random.below(800));
    if (random.chance(0.15)) {
      await server.standStill(random.below(longestStillMs));
      kills.still += 1;
    }
    const fault = random.pick(['server', 'postgres', 'both'] as const);
    if (fault === 'postgres' || fault === 'both') {
      server.killPostgres();
      kills.postgres += 1;
    }
    if (fault === 'server' || fault === 'both') {
      await server.killServer();
      kills.server += 1;
      await pause(random.below(500));
      await server.start();
    }
    const before = clients.map(({ store }) => roomIds.map((id) => store.room(id)!.room.lastSeq));
    await until(`messages go through again after round ${round + 1} (HONGYAN_SEED=${seed})`, () =>
      clients.every(({ store, connection, reconnect }, index) => {
        if (connection.get().state === 'offline') reconnect.call(clients[index]);
        return roomIds.every((id, room) => store.room(id)!.room.lastSeq > before[index]![room]!);
      }),
    );
  }
  isSending = false;
  await sending;
  await until('nothing waits', () => clients.every(({ store }) => store.outbox().length === 0));

  const fresh = await signIn(server, names[0]!);
  clients.push(fresh);
  fresh.start();
  await fresh.synced();
  for (const client of clients) {
    await until('all have caught up', () => {
      const lastSeqs = (one: Client) => roomIds.map((id) => one.store.room(id)?.room.lastSeq).join();
      return lastSeqs(client) === lastSeqs(fresh);
    });
  }
  const count = await countEverywhere(clients.slice(0, -1), fresh, roomIds, senders);
  expect(report('kills', count, { rounds, kills, seed })).toEqual(none);
});
