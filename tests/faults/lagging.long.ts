import type { Client } from '@hongyan/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestSocket } from '../../apps/server/src/testing/index.ts';
import { BadLine } from './bad-line.ts';
import { none, report } from './count.ts';
import { isLong } from './length.ts';
import { LoneServer, type Person } from './lone-server.ts';
import { countEverywhere, Sender, until } from './senders.ts';

/** Messages, each as long as one may be, in letters of three bytes. */
const loudness = isLong ? 6_000 : 1_500;
const longText = '鸿'.repeat(3_900);
const inFlight = 50;
const lazyCount = isLong ? 4 : 2;
/** What waits for each reader is bounded by 4 MB, twice while it is written; and the heap breathes. */
const mostGrowthMb = 250;

let server: Awaited<ReturnType<typeof LoneServer.open>>;
let people: Person[];

beforeAll(async () => {
  server = await LoneServer.open();
  people = await server.people('anna', '包包', 'lazy', 'fresh');
});
afterAll(() => server.close());

test('clients that stop reading in a loud room cost others nothing, are told, and are consistent after', async () => {
  const roomId = await server.group(people);
  const [anna, bao, lazy, reader] = people as [Person, Person, Person, Person];
  const line = await BadLine.before({ host: '127.0.0.1', port: server.port });
  const readers = [await server.client(anna), await server.client(bao)];
  const lazies: Client[] = [];
  for (let count = 0; count < lazyCount; count += 1) {
    lazies.push(await server.client(lazy, `http://127.0.0.1:${line.port}`));
  }
  await until('all are in the room', () => [...readers, ...lazies].every(({ store }) => store.room(roomId)));
  const sender = new Sender('anna', readers[0]!);
  const loud = await TestSocket.open(server.url, anna.token);
  const heard: string[] = [];
  readers[1]!.on('message', ({ text }) => heard.push(text.split(' ')[1]!));
  let wasSyncing = 0;
  for (const client of lazies) {
    client.connection.subscribe(() => {
      if (client.connection.get().state === 'syncing') wasSyncing += 1;
    });
  }

  const rssBefore = server.rssMb();
  let most = rssBefore;
  line.clog();
  const startedAt = performance.now();
  for (let said = 0; said < loudness; said += inFlight) {
    const numbers = Array.from({ length: inFlight }, (_, index) => said + index + 1);
    await Promise.all(
      numbers.map((number) =>
        loud.call('message.send', { roomId, id: crypto.randomUUID(), text: `anna ${number} ${longText}` }),
      ),
    );
    most = Math.max(most, server.rssMb());
  }
  sender.sent.set(roomId, loudness);
  await until('the others hear all', () => heard.length === loudness);
  const loudMs = Math.round(performance.now() - startedAt);
  expect(heard).toEqual(Array.from({ length: loudness }, (_, index) => `${index + 1}`));
  most = Math.max(most, server.rssMb());
  expect(wasSyncing).toBe(0);
  line.unclog();
  await until('all are told, and know all', () =>
    lazies.every(({ store, connection }) => {
      return (
        connection.get().state === 'online' &&
        store.room(roomId)?.room.lastSeq === readers[0]!.store.room(roomId)?.room.lastSeq
      );
    }),
  );
  // Their lines were not cut: they were told.
  expect(wasSyncing).toBe(lazyCount);
  const fresh = await server.client(reader);
  const count = await countEverywhere([readers[1]!, ...lazies], fresh, [roomId], [sender]);
  const figures = { lazy: lazyCount, loud_ms: loudMs, rss_mb: [rssBefore, most, server.rssMb()] };
  expect(report('readers that stop reading', count, figures)).toEqual(none);
  expect(most - rssBefore).toBeLessThan(mostGrowthMb);
  loud.close();
  for (const client of lazies) client.stop();
  await line.close();
});
