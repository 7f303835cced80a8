import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { none } from './count.ts';
import { isLong } from './length.ts';
import { LoneServer } from './lone-server.ts';
import { SteadyLoad } from './steady-load.ts';

const slowMs = isLong ? 20_000 : 6_000;

test('of a database that takes five seconds for every answer, nobody is told more than is so', async () => {
  const server = await LoneServer.open();
  const load = await SteadyLoad.on(server);
  await load.during(async () => {
    server.databaseLine.delayMs = 2_500;
    await pause(slowMs);
    server.databaseLine.delayMs = 0;
  });
  await load.untilWell();
  expect(server.isAlive).toBe(true);
  const { wrong, longestMs, count } = await load.outcome('database slow');
  expect([wrong, count]).toEqual([[], none]);
  expect(longestMs).toBeLessThan(30_000);
  await server.close();
});
