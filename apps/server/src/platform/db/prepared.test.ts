import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDb, type TestDb } from '../../testing/index.ts';
import { isUnavailable } from './index.ts';

let testDb: TestDb;

beforeAll(async () => {
  testDb = await createTestDb();
});
afterAll(() => testDb.close());

test('statements are prepared, transactions too', async () => {
  const names = await testDb.db.transaction().execute(async (tx) => {
    for (const id of ['a', 'b']) await tx.selectFrom('server_state').selectAll().where('key', '=', id).execute();
    const { rows } = await sql<{ statement: string }>`
      select statement from pg_prepared_statements where statement like ${'%server_state%'}`.execute(tx);
    return rows;
  });
  expect(names.filter(({ statement }) => statement.includes('"server_state"'))).toHaveLength(1);
});

test('a transaction that fails leaves nothing, and its connection works', async () => {
  const insert = testDb.db.transaction().execute(async (tx) => {
    await tx.insertInto('server_state').values({ key: 'half', value: 'done' }).execute();
    await sql`select 1 / ${0}::int`.execute(tx);
  });
  await expect(insert).rejects.toThrow('division by zero');
  expect(await testDb.db.selectFrom('server_state').selectAll().where('key', '=', 'half').execute()).toEqual([]);
});

test('a plan that another release made stale is an error that passes, and is made anew', async () => {
  const { db } = testDb;
  const read = () => sql<object>`select * from server_state where key = ${'x'}`.execute(db);
  await Promise.all(Array.from({ length: 20 }, read));
  await sql`alter table server_state add column newer text`.execute(db);
  const errors: unknown[] = [];
  // One for each connection of the pool at most.
  for (let tries = 0; tries < 40; tries += 1) await read().catch((error: unknown) => errors.push(error));
  expect(errors.length).toBeLessThanOrEqual(8);
  expect(errors.every(isUnavailable)).toBe(true);
  expect((await read()).rows).toEqual([]);
});
