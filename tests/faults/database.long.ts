import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { none } from './count.ts';
import { LoneServer } from './lone-server.ts';
import { SteadyLoad } from './steady-load.ts';

const mostMs = 30_000;

let server: Awaited<ReturnType<typeof LoneServer.open>>;

beforeAll(async () => {
  server = await LoneServer.open();
});
afterAll(() => server.close());

test('while all connections wait for a lock, others are told to come again', async () => {
  const load = await SteadyLoad.on(server);
  await load.during(() =>
    server.db.transaction().execute(async (tx) => {
      await sql`lock table sessions, rooms in access exclusive mode`.execute(tx);
      // One that only waits would be ended by PostgreSQL.
      for (let second = 0; second < 20; second += 1) await sql`select pg_sleep(1)`.execute(tx);
    }),
  );
  await load.untilWell();
  const { wrong, longestMs, count } = await load.outcome('connections exhausted');
  expect([wrong, count]).toEqual([[], none]);
  expect(longestMs).toBeLessThan(mostMs);
});

test('a database that is gone without a word is noticed, and the one that comes in its place is found', async () => {
  const load = await SteadyLoad.on(server);
  await load.during(async () => {
    server.databaseLine.lose();
    await pause(mostMs);
  });
  await load.untilWell(1_000);
  expect(server.isAlive).toBe(true);
  const { wrong, longestMs, count } = await load.outcome('database lost');
  expect([wrong, count]).toEqual([[], none]);
  expect(longestMs).toBeLessThan(mostMs);
});
