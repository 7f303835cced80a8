import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { fill, type Person, startWorld, type World } from './harness/index.ts';
import {
  askToBeContacts,
  composer,
  eventually,
  goTo,
  openRoom,
  roomRow,
  sees,
  seesOnceInOrder,
  write,
} from './steps.ts';

/** The app itself is kept: it opens without the server, and a new version waits for the reader's word. */

let world: World;
let ada: Person;
let ming: Person;

beforeAll(async () => {
  world = await startWorld('offline');
  ada = await world.newPerson({ name: 'ada', keepsApp: true });
  ming = await world.newPerson({ name: '王小明', language: 'zh-CN', viewport: 'phone' });
});
afterEach(({ task }) => world.look(task));
afterAll(() => world?.close());

/** The browser has all of the app, and asks the service worker first. */
function isKept({ page }: Person): Promise<boolean> {
  return page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    return navigator.serviceWorker.controller !== null;
  });
}

test('the app is kept with the first visit', async () => {
  await ada.page.goto(world.url);
  await eventually(() => isKept(ada)).toBe(true);
  await goTo(ada, 'contacts');
  await askToBeContacts(ada, '王小明', '你好');
  await ming.page.goto(`${world.url}/contacts`);
  const requests = fill(ming.words.contacts.requests.waiting_other, { count: 1 });
  await ming.page.getByRole('link', { name: requests }).click();
  await ming.page.getByRole('button', { name: ming.words.directory.request.accept }).click();
  await goTo(ada, 'rooms');
  await openRoom(ada, '王小明');
  const navigation = ada.page.getByRole('navigation', { name: ada.words.common.nav.label });
  expect(await navigation.locator('[aria-current="page"]').innerText()).toContain(ada.words.common.nav.rooms);
  await write(ada, '断网之前说的话');
});

test('a reload while the server is away shows what was there, and what is written goes out later, once', async () => {
  await world.server.kill();
  await ada.page.reload();
  await sees(ada, '断网之前说的话');
  await write(ada, '没有服务器时写的第一句');
  await write(ada, '第二句');
  await ada.shot('without-server');
  await ada.page.reload();
  await seesOnceInOrder(ada, ['断网之前说的话', '没有服务器时写的第一句', '第二句']);
  await ada.shot('without-server-again');
  await world.server.start();
  await ming.page.goto(world.url);
  await openRoom(ming, 'ada');
  await seesOnceInOrder(ming, ['断网之前说的话', '没有服务器时写的第一句', '第二句']);
  await seesOnceInOrder(ada, ['断网之前说的话', '没有服务器时写的第一句', '第二句']);
});

test('another address of the app opens without the line, too, and pages of the server are not taken for it', async () => {
  await ada.context.setOffline(true);
  await ada.page.goto(`${world.url}/settings`);
  await ada.page.getByRole('heading', { level: 1 }).first().waitFor();
  await ada.shot('settings-offline');
  await ada.context.setOffline(false);
  await ada.page.goto(`${world.url}/healthz`);
  expect(await ada.page.textContent('body')).toContain('ok');
  await ada.page.goto(world.url);
  await roomRow(ada, '王小明').waitFor();
});

test('a new version waits until the reader agrees, and keeps what is being written', async () => {
  await openRoom(ada, '王小明');
  await composer(ada).fill('写到一半的话');
  // Another address of the worker is to the browser what a new version is.
  await ada.page.evaluate(() => navigator.serviceWorker.register('/service-worker.js?next').then(() => {}));
  const reload = ada.page.getByRole('button', { name: ada.words.common.update.reload });
  await reload.waitFor();
  await ada.shot('new-version');
  await reload.click();
  await eventually(() =>
    ada.page.evaluate(() => navigator.serviceWorker.controller?.scriptURL.endsWith('?next') ?? false),
  ).toBe(true);
  await eventually(() => composer(ada).inputValue()).toBe('写到一半的话');
});
