import { readdirSync } from 'node:fs';
import type { Client } from '@hongyan/sdk';
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { retryDeadlock } from '../../apps/server/src/platform/db/index.ts';
import { pause } from '../conformance/stage.ts';
import { none, report } from './count.ts';
import { isLong } from './length.ts';
import { LoneServer } from './lone-server.ts';
import { countEverywhere, Sender, until } from './senders.ts';

const turns = isLong ? 20 : 1;
const folder = new URL('../../apps/server/src/platform/db/migrations/', import.meta.url);

/** What a next release may do to the busiest tables: this one must work with it, and without it again. */
const next: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (const table of ['messages', 'rooms', 'members'])
      await sql`alter table ${sql.table(table)} add column of_next text not null default ''`.execute(db);
    await sql`create index messages_of_next on messages (room_id) where of_next <> ''`.execute(db);
  },
  down: async (db: Kysely<unknown>) => {
    for (const table of ['messages', 'rooms', 'members'])
      await sql`alter table ${sql.table(table)} drop column of_next`.execute(db);
  },
};

let server: LoneServer;
let ours: Record<string, Migration>;

beforeAll(async () => {
  server = await LoneServer.open();
  const names = readdirSync(folder).sort();
  const modules = await Promise.all(names.map((name) => import(new URL(name, folder).href) as Promise<Migration>));
  ours = Object.fromEntries(names.map((name, index) => [name.replace(/\.ts$/, ''), modules[index]!]));
});
afterAll(() => server.close());

function migrator(migrations: Record<string, Migration>): Migrator {
  return new Migrator({ db: server.db, provider: { getMigrations: async () => migrations } });
}

/** As the server does it: what meets those who write in another order is begun anew. */
function done(migrate: () => Promise<{ error?: unknown }>): Promise<void> {
  return retryDeadlock(async () => {
    const { error } = await migrate();
    if (error) throw error;
  });
}

test('updates and their rollbacks cost nothing while people write', async () => {
  const people = await server.people('anna', '包包', 'chen');
  const roomIds = [await server.group(people, 'one'), await server.group(people, '二')];
  const clients = await Promise.all(people.map((person) => server.client(person)));
  await until('all are in the rooms', () => clients.every(({ store }) => roomIds.every((id) => store.room(id))));
  const senders = clients.map((client, index) => new Sender(people[index]!.name, client));
  let isSending = true;
  const sending = senders.map(async (sender) => {
    while (isSending) {
      if (sender.client.store.outbox().length < 60) for (const roomId of roomIds) sender.send(roomId);
      if (sender.client.connection.get().state === 'offline') sender.client.reconnect();
      await pause(20);
    }
  });
  const writesOn = async () => {
    const before = clients.map(({ store }) => store.room(roomIds[0]!)!.room.lastSeq);
    await until('all hear more', () =>
      clients.every(({ store }, index) => store.room(roomIds[0]!)!.room.lastSeq > before[index]! + 3),
    );
  };

  // The newest migration of our own, under a server that knows the schema with and without it.
  for (let turn = 0; turn < turns; turn += 1) {
    await done(() => migrator(ours).migrateDown());
    await writesOn();
    await done(() => migrator(ours).migrateToLatest());
    await writesOn();
  }
  const updated = { ...ours, '9999-next': next };
  await done(() => migrator(updated).migrateToLatest());
  await writesOn();
  // The next release comes, and goes again.
  for (let turn = 0; turn < 2; turn += 1) {
    await server.stop();
    await server.start();
    await writesOn();
  }
  await done(() => migrator(updated).migrateDown());
  await writesOn();
  isSending = false;
  await Promise.all(sending);
  await until('nothing waits', () => clients.every(({ store }) => store.outbox().length === 0));
  const failed = clients.flatMap(({ store }) => store.outbox().filter(({ error }) => error));
  expect(failed).toEqual([]);
  const fresh = await server.client(people[0]!);
  const lastSeqs = ({ store }: Client) => roomIds.map((id) => store.room(id)?.room.lastSeq).join();
  await until('all have caught up', () => clients.every((client) => lastSeqs(client) === lastSeqs(fresh)));
  const count = await countEverywhere(clients, fresh, roomIds, senders);
  expect(report('update and rollback', count, { migrations: 2 * turns + 2, restarts: 2 })).toEqual(none);
});
