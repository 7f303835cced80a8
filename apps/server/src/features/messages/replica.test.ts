import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDb, startTestApp, type TestApp, type TestDb, type TestUser } from '../../testing/index.ts';

let app: TestApp;
/** Another database: a replica that gets rows when it is told to, and so can be behind for as long as a test needs. */
let replica: TestDb;
let ming: TestUser;
const roomId = uuidv7();
const messageId = uuidv7();

beforeAll(async () => {
  replica = await createTestDb();
  app = await startTestApp({ databaseReplicaUrl: replica.url });
  ming = await app.user('小明');
  await ming.call('room.create', { id: roomId, kind: 'group', name: '组', topic: '', userIds: [] });
  await ming.call('message.send', { roomId, id: messageId, text: '原话' });
  await app.app.drain();
});
afterAll(() => app.close());

/** Brings the replica to where the primary is. Its messages say where they were read. */
async function replicate(): Promise<void> {
  for (const table of ['users', 'rooms', 'messages'] as const) {
    const json = await sql<{ json: string }>`
      select json_agg(t)::text as json from ${sql.table(table)} t`.execute(app.db);
    await sql`
      insert into ${sql.table(table)}
      select * from json_populate_recordset(null::${sql.table(table)}, ${json.rows[0]!.json}::json)`.execute(
      replica.db,
    );
  }
  await replica.db.updateTable('messages').set({ body: '副本' }).where('id', '=', messageId).execute();
}

async function texts(): Promise<string[]> {
  const { messages } = await ming.call('message.page', { roomId, limit: 10 });
  return messages.filter(({ event }) => !event).map(({ text }) => text);
}

test('history comes from the primary while the replica has not got it, and then from the replica', async () => {
  expect(await texts()).toEqual(['原话']);
  await replicate();
  expect(await texts()).toEqual(['副本']);
  expect((await ming.call('message.get', { roomId, ids: [messageId] })).messages).toMatchObject([{ text: '副本' }]);
  expect((await ming.call('message.history', { roomId, id: messageId })).versions).toMatchObject([{ text: '副本' }]);
});

test('what was just written is found at once, though the replica is behind', async () => {
  await ming.call('message.edit', { roomId, id: messageId, text: '改过' });
  expect(await texts()).toEqual(['改过']);
  expect((await ming.call('message.history', { roomId, id: messageId })).versions).toHaveLength(2);
});

test('a replica that has gone is not missed', async () => {
  await replica.close();
  expect(await texts()).toEqual(['改过']);
});
