import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDb, type TestDb } from '../../testing/index.ts';
import { retryDeadlock } from './index.ts';

let testDb: TestDb;

beforeAll(async () => {
  testDb = await createTestDb();
  await sql`insert into server_state (key, value) values ('a', ''), ('b', '')`.execute(testDb.db);
});
afterAll(() => testDb.close());

/** Appends to two rows, one after the other; the first time round it meets the other side in between. */
function appendTo(first: string, second: string, meet: () => Promise<void>) {
  let rounds = 0;
  const work = () =>
    testDb.db.transaction().execute(async (tx) => {
      rounds += 1;
      await sql`update server_state set value = value || ${first} where key = ${first}`.execute(tx);
      if (rounds === 1) await meet();
      await sql`update server_state set value = value || ${first} where key = ${second}`.execute(tx);
    });
  return { work, rounds: () => rounds };
}

function meeting(): () => Promise<void> {
  const all = Promise.withResolvers<void>();
  let here = 0;
  return () => {
    here += 1;
    if (here === 2) all.resolve();
    return all.promise;
  };
}

describe('two transactions that wait for each other', () => {
  test('both end, each done once', async () => {
    const meet = meeting();
    const sides = [appendTo('a', 'b', meet), appendTo('b', 'a', meet)];
    await Promise.all(sides.map(({ work }) => retryDeadlock(work)));
    const rows = await testDb.db.selectFrom('server_state').select('value').orderBy('key').execute();
    expect(rows.map(({ value }) => [...value].toSorted().join(''))).toEqual(['ab', 'ab']);
    expect(sides.map(({ rounds }) => rounds()).toSorted((a, b) => a - b)).toEqual([1, 2]);
  });

  test('are told apart from other failures, which are not tried again', async () => {
    let tries = 0;
    const work = async () => {
      tries += 1;
      await sql`select 1 / 0`.execute(testDb.db);
    };
    await expect(retryDeadlock(work)).rejects.toThrow('division by zero');
    expect(tries).toBe(1);
  });
});
