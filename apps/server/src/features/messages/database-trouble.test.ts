import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOf, startTestApp, type TestApp, type TestUser } from '../../testing/index.ts';

let app: TestApp;
let ming: TestUser;
let roomId: string;

beforeAll(async () => {
  app = await startTestApp();
  ming = await app.user('小明');
  roomId = uuidv7();
  await ming.call('room.create', { id: roomId, kind: 'group', name: '组', topic: '', userIds: [] });
});
afterAll(() => app.close());

/**
 * Runs something while the room is locked, and ends each connection that waits for it, as a crash of PostgreSQL would,
 * until all is answered.
 */
async function cutOff<T>(run: () => Promise<T>): Promise<T> {
  return app.db.transaction().execute(async (tx) => {
    await sql`select 1 from rooms where id = ${roomId} for update`.execute(tx);
    let done = false;
    const running = run().finally(() => {
      done = true;
    });
    while (!done) {
      await sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(app.db);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return running;
  });
}

test('a send whose connection is cut is not acknowledged, and its retry is written once', async () => {
  const ids = Array.from({ length: 5 }, () => uuidv7());
  const send = (id: string) => codeOf(ming.call('message.send', { roomId, id, text: id }));
  const codes = await cutOff(() => Promise.all(ids.map(send)));
  expect(codes).toEqual(Array(5).fill('overloaded'));
  const { lastSeq } = await ming.call('message.page', { roomId, limit: 1 });
  expect(lastSeq).toBe(1);

  expect(await Promise.all(ids.map(send))).toEqual(Array(5).fill('ok'));
  const { messages } = await ming.call('message.page', { roomId, limit: 100 });
  expect(messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(
    messages
      .slice(1)
      .map(({ text }) => text)
      .sort(),
  ).toEqual(ids.sort());
});

test('a command whose connection is cut is told to come again, and is whole then', async () => {
  const rename = () => codeOf(ming.call('room.update', { roomId, name: '新名' }));
  expect(await cutOff(rename)).toBe('overloaded');
  expect(await rename()).toBe('ok');
  expect((await ming.call('room.join', { roomId })).room.name).toBe('新名');
});
