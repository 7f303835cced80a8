import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Device, startWorld, type World } from './harness/index.ts';

let world: World;
let reader: Device;

beforeAll(async () => {
  world = await startWorld('docs');
  reader = await world.newDevice({});
});
afterAll(() => world.close());
afterEach(({ task }) => world.look(task));

/** The policy of the page forbids what it does not need; a step over it would be a complaint. */
test('the page of the API shows every command, and asks no other server for anything', async () => {
  const { page, shot } = reader;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${world.url}/docs`);
  await page.getByRole('heading', { name: 'Hongyan' }).waitFor();
  for (const group of ['account', 'contact', 'room', 'message', 'presence']) {
    await page.getByRole('button', { name: group }).first().waitFor();
  }
  await page.goto(`${world.url}/docs#tag/message/POST/api/message.send`);
  await page.getByText('kept for every retry').first().waitFor();
  await shot('message-send');
  expect(asked.filter((url) => !url.startsWith(world.url) && !url.startsWith('data:'))).toEqual([]);
});
