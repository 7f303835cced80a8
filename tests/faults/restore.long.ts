import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@hongyan/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { none, report } from './count.ts';
import { LoneServer } from './lone-server.ts';
import { countEverywhere, Sender, until } from './senders.ts';

let folder: string;
let server: LoneServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hongyan-restore-'));
  // PostgreSQL's own user must pass through.
  chmodSync(folder, 0o711);
  server = await LoneServer.openIn(join(folder, 'data'));
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Copies the data folder, owners included. */
function copy(from: string, to: string): void {
  rmSync(join(folder, to), { recursive: true, force: true });
  expect(spawnSync('cp', ['-a', join(folder, from), join(folder, to)]).status).toBe(0);
}

test('after an older backup was put back, clients that know more than it end up with what it holds', async () => {
  const people = await server.people('anna', '包包');
  const roomId = await server.group(people);
  const clients = await Promise.all(people.map((person) => server.client(person)));
  await until('both are in the room', () => clients.every(({ store }) => store.room(roomId)));
  const senders = clients.map((client, index) => new Sender(people[index]!.name, client));
  const settled = () => clients.every(({ store }) => store.outbox().length === 0);
  const say = async (times: number) => {
    for (let time = 0; time < times; time += 1) for (const sender of senders) sender.send(roomId);
    await until('all is said', settled);
  };
  await say(30);
  await server.stop();
  copy('data', 'backup');
  await server.start();
  const online = () => {
    for (const client of clients) if (client.connection.get().state === 'offline') client.reconnect();
    return clients.every(({ connection }) => connection.get().state === 'online');
  };
  await until('both are back', online);
  const kept = new Map(senders.map((sender) => [sender, sender.sent.get(roomId)!]));
  await say(20);
  const ahead = clients[0]!.store.room(roomId)!.room.lastSeq;
  await server.stop();
  copy('backup', 'data');
  await server.start();
  await until('both are back', online);
  for (const [sender, sent] of kept) sender.sent.set(roomId, sent);
  const lastSeq = (client: Client) => client.store.room(roomId)!.room.lastSeq;
  const fresh = await server.client(people[0]!);
  await until('both are where the server is', () => clients.every((client) => lastSeq(client) === lastSeq(fresh)));
  const behind = lastSeq(fresh);
  expect(behind).toBeLessThan(ahead);
  await say(10);
  await until('all know all', () => clients.every((client) => lastSeq(client) === lastSeq(fresh)));
  const count = await countEverywhere(clients, fresh, [roomId], senders);
  expect(report('backup put back', count, { cursor_was: ahead, server_was: behind })).toEqual(none);
});
