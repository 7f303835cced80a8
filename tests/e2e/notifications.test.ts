import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { call, type Device, fill, type Person, startWorld, type World } from './harness/index.ts';
import { askToBeContacts, eventually, goTo, openRoom, roomRow, write } from './steps.ts';

/** Who is not at the page is called: by the system, by the page's icon; and no longer once they have read. */

let world: World;
let ada: Person;
let ming: Person;

beforeAll(async () => {
  world = await startWorld('notifications');
  ada = await world.newPerson({ name: 'ada', keepsApp: true });
  ming = await world.newPerson({ name: '王小明', language: 'zh-CN' });
  await ada.context.grantPermissions(['notifications']);
  await ada.page.goto(`${world.url}/contacts`);
  await ada.page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  await askToBeContacts(ada, '王小明', '你好');
  await ming.page.goto(`${world.url}/contacts`);
  const requests = fill(ming.words.contacts.requests.waiting_other, { count: 1 });
  await ming.page.getByRole('link', { name: requests }).click();
  await ming.page.getByRole('button', { name: ming.words.directory.request.accept }).click();
});
afterEach(({ task }) => world.look(task));
afterAll(() => world?.close());

/** What the system shows now. */
function shown({ page }: Device): Promise<{ title: string; body: string }[]> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const notifications = (await registration?.getNotifications()) ?? [];
    return notifications.map(({ title, body }) => ({ title, body }));
  });
}

/** A browser without a window is always in front: this tells the page otherwise. */
async function lookAway({ page }: Device): Promise<void> {
  await page.evaluate(() => {
    document.hasFocus = () => false;
  });
}

function icon({ page }: Device): Promise<string> {
  return page.evaluate(() => document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.href.slice(0, 21) ?? '');
}

test('they are turned on in the settings, with quiet hours', async () => {
  await goTo(ada, 'settings');
  await ada.page.getByRole('link', { name: ada.words.settings.sections.notifications }).click();
  const words = ada.words.settings.notifications;
  await ada.page.getByRole('switch', { name: words.show }).click();
  await eventually(() => ada.page.getByRole('switch', { name: words.show }).isChecked()).toBe(true);
  await ada.page.getByRole('switch', { name: words.quiet }).click();
  expect(await ada.page.getByLabel(words.from, { exact: true }).inputValue()).toBe('22:00');
  await ada.shot('settings');
  await ada.page.getByRole('switch', { name: words.quiet }).click();
  await ada.page.getByLabel(words.from, { exact: true }).waitFor({ state: 'detached' });
});

test('a message calls who looks elsewhere, and counts on the icon; reading it on another device takes both away', async () => {
  await goTo(ada, 'rooms');
  await lookAway(ada);
  await goTo(ming, 'rooms');
  await openRoom(ming, 'ada');
  await write(ming, '晚上一起看《红楼梦》吗？');
  await eventually(() => shown(ada)).toEqual([{ title: '王小明', body: '晚上一起看《红楼梦》吗？' }]);
  await eventually(() => icon(ada)).toBe('data:image/png;base64');
  await ada.shot('unread');
  const other = await ada.otherDevice({ keepsApp: false });
  await openRoom(other, '王小明');
  await eventually(() => shown(ada)).toEqual([]);
  await eventually(() => icon(ada)).not.toContain('data:');
});

test('a muted room calls nobody, and a preview may be hidden', async () => {
  await call({ url: world.url }, ada, 'settings.update', { notificationPreview: false });
  await write(ming, '悄悄话');
  await eventually(() => shown(ada)).toEqual([{ title: '王小明', body: ada.words.settings.notifications.hidden }]);
  await openRoom(ada, '王小明');
  await eventually(() => shown(ada)).toEqual([]);
  await roomRow(ada, '王小明').click({ button: 'right' });
  await ada.page.getByRole('menuitem', { name: ada.words.rooms.action.mute }).click();
  await goTo(ada, 'settings');
  await write(ming, '没有声音的话');
  await goTo(ada, 'rooms');
  await roomRow(ada, '王小明').getByText('没有声音的话').waitFor();
  expect(await shown(ada)).toEqual([]);
});
