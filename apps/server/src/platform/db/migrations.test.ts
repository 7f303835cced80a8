import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDb, type TestDb } from '../../testing/index.ts';
import { migrateDown, migrateToLatest } from './index.ts';

let testDb: TestDb;

beforeAll(async () => {
  testDb = await createTestDb();
});
afterAll(() => testDb.close());

/** Every column, index and constraint that is ours. */
async function shape(): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select format('%s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default) as line
      from information_schema.columns where table_schema = 'public' and table_name not like 'kysely%'
    union all select indexdef from pg_indexes where schemaname = 'public' and tablename not like 'kysely%'
    union all select format('%s %s', conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint
      where connamespace = 'public'::regnamespace and conrelid::regclass::text not like 'kysely%'
    order by line`.execute(testDb.db);
  return rows.map(({ line }) => line);
}

test('the schema can be taken back whole, and made again to the same end', async () => {
  const before = await shape();
  expect(before.length).toBeGreaterThan(100);
  await migrateDown(testDb.db);
  expect(await shape()).toEqual([]);
  await migrateToLatest(testDb.db);
  expect(await shape()).toEqual(before);
});

test('this release starts on the schema of a newer one, and not on that of another product', async () => {
  const execute = (name: string) =>
    sql`insert into kysely_migration (name, timestamp) values (${name}, ${new Date().toISOString()})`.execute(
      testDb.db,
    );
  const before = await shape();
  await execute('0999-of-a-newer-release');
  await migrateToLatest(testDb.db);
  expect(await shape()).toEqual(before);
  await execute('0000-of-nobody');
  await expect(migrateToLatest(testDb.db)).rejects.toThrow('0000-of-nobody');
});
