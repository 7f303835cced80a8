import type { Client } from '@hongyan/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pause } from '../conformance/stage.ts';
import { none, report } from './count.ts';
import { Inspector, inspectable } from './inspector.ts';
import { LoneServer, type Person } from './lone-server.ts';
import { countEverywhere, Sender, until } from './senders.ts';
import { rise } from './trend.ts';

const minutes = Number(process.env['HONGYAN_TEST_SOAK']);
const sampleMs = 10_000;
/** Together, over all people and rooms. */
const sendsPerSecond = 50;
/** Caches fill and the heap finds its size in the first of so many parts. */
const warmUpPart = 1 / 3;
/**
 * Memory is flat if a straight line through what comes after the warm-up rises by less than this part of its mean. It is
 * measured once garbage is collected: what V8 leaves lying meanwhile goes up and down by half, and says nothing.
 */
const flatPart = 0.1;

let server: LoneServer;
let inspector: Inspector;
let people: Person[];
let clients: Client[];

beforeAll(async () => {
  server = await LoneServer.open(inspectable);
  inspector = await Inspector.open(server.output());
  people = await server.people('anna', '包包', 'chen', 'dora', 'emil', 'frida', 'gao', 'hua', 'ida', 'jun');
});
afterAll(async () => {
  inspector?.close();
  await server.close();
});

test(`the server's memory is flat over ${minutes} minutes`, { timeout: (minutes + 10) * 60_000 }, async () => {
  const roomIds = await Promise.all(['one', '二', 'three', '四', 'five'].map((name) => server.group(people, name)));
  clients = await Promise.all(people.map((person) => server.client(person)));
  await until('all are in the rooms', () => clients.every(({ store }) => roomIds.every((id) => store.room(id))));
  const senders = clients.map((client, index) => new Sender(people[index]!.name, client));
  const endWatches = clients.map((client) => client.watchPresence(people.map(({ id }) => id)));

  const endsAt = Date.now() + minutes * 60_000;
  let turn = 0;
  const sending = setInterval(() => {
    const sender = senders[turn % senders.length]!;
    const roomId = roomIds[Math.floor(turn / senders.length) % roomIds.length]!;
    if (sender.client.store.outbox().length < 100) sender.send(roomId);
    sender.client.markRead(roomId, sender.client.store.room(roomId)!.room.lastSeq);
    turn += 1;
  }, 1_000 / sendsPerSecond);
  const samples: number[] = [];
  let most = 0;
  while (Date.now() < endsAt) {
    await pause(sampleMs);
    most = Math.max(most, server.rssMb());
    await inspector.collectGarbage();
    samples.push(server.rssMb());
    // Somebody comes for a moment, reads and goes.
    const visitor = await server.client(people[samples.length % people.length]!);
    await visitor.history.open(roomIds[samples.length % roomIds.length]!);
    visitor.setIdle(true);
    visitor.stop();
  }
  clearInterval(sending);
  for (const end of endWatches) end();
  await until('nothing waits', () => clients.every(({ store }) => store.outbox().length === 0));
  const fresh = await server.client(people[0]!);
  const lastSeqs = ({ store }: Client) => roomIds.map((id) => store.room(id)?.room.lastSeq).join();
  await until('all have caught up', () => clients.every((client) => lastSeqs(client) === lastSeqs(fresh)));

  const steady = samples.slice(Math.floor(samples.length * warmUpPart));
  const mean = steady.reduce((sum, sample) => sum + sample, 0) / steady.length;
  const rises = rise(steady);
  const figures = {
    minutes,
    rss_mb: samples,
    mean_mb: Math.round(mean),
    most_mb: most,
    rises_mb: Number(rises.toFixed(1)),
  };
  const count = await countEverywhere(clients.slice(0, 2), fresh, roomIds, senders);
  expect(report('soak', count, figures)).toEqual(none);
  expect(rises).toBeLessThan(mean * flatPart);
});
