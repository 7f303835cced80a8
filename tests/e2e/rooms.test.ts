import { randomUUID } from 'node:crypto';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { brokenRules, call, type Device, fill, type Person, startWorld, type World } from './harness/index.ts';
import { composer, eventually, feed, openRoom, roomRow, sees, write } from './steps.ts';

/** Rooms from their making to their end: the list, members, roles, settings, links, channels, archive. */

let world: World;
let ada: Person;
let ming: Person;
let lei: Person;

beforeAll(async () => {
  world = await startWorld('rooms');
  ada = await world.newPerson({ name: 'ada' });
  ming = await world.newPerson({ name: '王小明', language: 'zh-CN', viewport: 'phone', theme: 'dark' });
  lei = await world.newPerson({ name: '李雷', language: 'zh-CN' });
  for (const other of [ming, lei]) {
    const request = { id: randomUUID(), userId: other.id, note: '' };
    await by(ada, 'contact.request', request);
    await by(other, 'contact.accept', { requestId: request.id });
  }
});
afterEach(({ task }) => world.look(task));
afterAll(() => world?.close());

const by = <T = unknown>(person: Person, command: string, args: object) => call<T>(world, person, command, args);
const say = (person: Person, roomId: string, text: string) =>
  by(person, 'message.send', { roomId, id: randomUUID(), text });

const list = ({ page, words }: Device) => page.getByRole('list', { name: words.rooms.list.label });
const rows = (device: Device) => list(device).getByRole('link');
const titles = async (device: Device) => (await rows(device).locator('bdi').allTextContents()).slice(0, 20);
const details = ({ page, words }: Device) => page.getByRole('complementary', { name: words.rooms.details.label });
const confirm = ({ page }: Device, deed: string) => page.getByRole('alertdialog').getByRole('button', { name: deed });
const inKind = (text: string, room: string) => fill(text, { room });

async function rowMenu(device: Device, title: string): Promise<Locator> {
  await roomRow(device, title).click({ button: 'right' });
  return device.page.getByRole('menu');
}

async function chooseForRoom(device: Device, title: string, action: string): Promise<void> {
  await (await rowMenu(device, title)).getByRole('menuitem', { name: action, exact: true }).click();
}

async function newRoom(device: Device, entry: string): Promise<void> {
  await device.page.getByRole('button', { name: device.words.rooms.create.open }).click();
  await device.page.getByRole('menuitem', { name: entry }).click();
}

async function openDetails(device: Device): Promise<void> {
  const { page, words } = device;
  if (await details(device).isVisible()) return;
  await page.getByRole('button', { name: words.messages.details }).click();
  await details(device).waitFor();
}

async function memberMenu(device: Device, name: string): Promise<Locator> {
  const { words } = device;
  await details(device)
    .getByRole('button', { name: fill(words.rooms.members.actions, { name }) })
    .click();
  return device.page.getByRole('menu');
}

test('who has no rooms is told what to do, in either language, without breaking a rule of WCAG', async () => {
  await by(lei, 'room.leave', { roomId: await directId(lei, ada) });
  await lei.page.getByText(lei.words.rooms.list.none).waitFor();
  await lei.page.getByText(lei.words.common.tagline).waitFor();
  expect(await brokenRules(lei.page)).toEqual([]);
  await lei.shot('no-rooms');
});

test('a group without a name is named after its people, and appears with everybody at once', async () => {
  const { words } = ada;
  await newRoom(ada, words.rooms.create.group);
  const dialog = ada.page.getByRole('dialog', { name: words.rooms.create.groupTitle });
  await dialog.getByRole('option', { name: '王小明' }).click();
  await dialog.getByRole('option', { name: '李雷' }).click();
  await dialog.getByRole('button', { name: words.rooms.create.create }).click();
  await feed(ada).waitFor();
  await eventually(() => titles(ada)).toContain('ada, 王小明, 李雷');
  await roomRow(lei, 'ada, 王小明, 李雷').getByText('“ada”创建了群聊，并邀请了“王小明”和你').waitFor();
});

test('an admin changes name, topic and picture; everybody sees it', async () => {
  const { page, words } = ada;
  await openDetails(ada);
  await details(ada).getByRole('button', { name: words.rooms.details.settings, exact: true }).click();
  await details(ada).getByLabel(words.rooms.settings.name, { exact: true }).fill('周末爬山');
  await details(ada).getByLabel(words.rooms.settings.topic, { exact: true }).fill('每周六早上七点，西山');
  await details(ada).getByRole('button', { name: words.common.save }).click();
  await page.getByText(words.rooms.settings.saved).waitFor();
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'hill.png', mimeType: 'image/png', buffer: await page.screenshot() });
  await page.getByRole('dialog').getByRole('button', { name: words.common.crop.use }).click();
  await details(ada).getByRole('button', { name: words.rooms.settings.removePicture }).waitFor();
  await roomRow(ming, '周末爬山').locator('img').waitFor();
  await roomRow(ming, '周末爬山').getByText('“ada”更换了群聊头像').waitFor();
  await ada.shot('settings');
});

test('the list tells what goes on: unread, mention, draft, typing, and what was not sent', async () => {
  const groupId = await idOf(ada, '周末爬山');
  await say(lei, groupId, '**明天**见');
  await by(lei, 'message.send', { roomId: groupId, id: randomUUID(), text: '@王小明 来吗？', mentions: [ming.id] });
  const row = roomRow(ming, '周末爬山');
  await row.getByText('李雷：@王小明 来吗？').waitFor();
  await row.getByRole('img', { name: fill(ming.words.rooms.list.mentionCount_other, { count: 1 }) }).waitFor();
  await ming.shot('list');

  await openRoom(ming, '周末爬山');
  await composer(ming).fill('我看看');
  await roomRow(lei, '周末爬山')
    .getByText(fill(lei.words.rooms.list.typingOne, { name: '王小明' }))
    .waitFor();
  await ming.page.goBack();
  await roomRow(ming, '周末爬山').getByText('我看看').waitFor();
  await roomRow(ming, '周末爬山').getByText(ming.words.rooms.list.draft).waitFor();
  await openRoom(ming, '周末爬山');
  await composer(ming).fill('');

  await ming.context.setOffline(true);
  await write(ming, '山里没有信号');
  await ming.page.goBack();
  await roomRow(ming, '周末爬山').getByRole('img', { name: ming.words.rooms.list.sending }).waitFor();
  await ming.shot('waiting');
  await ming.context.setOffline(false);
  await roomRow(ada, '周末爬山').getByText('王小明: 山里没有信号').waitFor();
});

test('pinned rooms come first, muted ones are quiet, and a room can be marked unread', async () => {
  const { words } = ada;
  const other = randomUUID();
  await by(ada, 'room.create', { id: other, kind: 'group', name: 'Notes', topic: '', userIds: [] });
  await eventually(async () => (await titles(ada))[0]).toBe('Notes');
  await chooseForRoom(ada, '周末爬山', words.rooms.action.pin);
  await eventually(async () => (await titles(ada))[0]).toBe('周末爬山');
  await chooseForRoom(ada, 'Notes', words.rooms.action.mute);
  await roomRow(ada, 'Notes').getByRole('img', { name: words.rooms.list.muted }).waitFor();
  await chooseForRoom(ada, 'Notes', words.rooms.action.markUnread);
  await roomRow(ada, 'Notes').getByRole('img', { name: words.rooms.list.markedUnread }).waitFor();

  await ada.page.getByRole('button', { name: words.rooms.list.unread }).click();
  await eventually(() => titles(ada)).toEqual(['周末爬山', 'Notes']);
  await openRoom(ada, 'Notes');
  await roomRow(ada, 'Notes').getByRole('img', { name: words.rooms.list.markedUnread }).waitFor({ state: 'detached' });
  expect(await titles(ada)).toContain('Notes');
  await ada.page.getByRole('button', { name: words.rooms.list.all }).click();
});

test('a filter finds Chinese names by characters and by initials; the keyboard goes through the rooms', async () => {
  const { page, words } = ada;
  await page.keyboard.press('Control+k');
  await page.keyboard.type('爬山');
  await eventually(() => titles(ada)).toEqual(['周末爬山']);
  await page.keyboard.press('Escape');
  await page.keyboard.type('wxm');
  await eventually(() => titles(ada)).toEqual(['王小明']);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '王小明', level: 1 }).waitFor();
  await eventually(() => page.getByRole('searchbox', { name: words.rooms.list.filter }).inputValue()).toBe('');

  await page.getByRole('searchbox', { name: words.rooms.list.filter }).fill('没有这个');
  await page.getByText(fill(words.rooms.list.noMatch, { query: '没有这个' })).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '周末爬山', level: 1 }).waitFor();
});

test('roles: only who may do something sees it, and every change shows live', async () => {
  const { page, words } = ada;
  await openRoom(lei, '周末爬山');
  await openDetails(lei);
  const settings = details(lei).getByRole('button', { name: lei.words.rooms.details.settings, exact: true });
  expect(await settings.isVisible()).toBe(false);

  await openDetails(ada);
  await details(ada)
    .getByRole('button', { name: new RegExp(words.rooms.details.allMembers) })
    .click();
  await (await memberMenu(ada, '李雷')).getByRole('menuitem', { name: words.rooms.members.makeAdmin }).click();
  await page.getByText(fill(words.rooms.members.madeAdmin, { name: '李雷' })).waitFor();
  await settings.waitFor();
  await ada.shot('members');
  await lei.shot('details');

  await (await memberMenu(ada, '李雷')).getByRole('menuitem', { name: words.rooms.details.transfer }).click();
  await confirm(ada, words.rooms.members.handOverConfirm).click();
  await details(lei).getByRole('button', { name: lei.words.rooms.details.transfer }).waitFor();
  expect(
    await details(ada)
      .getByRole('button', { name: fill(words.rooms.members.actions, { name: '李雷' }) })
      .count(),
  ).toBe(0);
});

test('who is removed is out at once, and comes back by a link that works once', async () => {
  const { words } = lei;
  const kind = words.rooms.kind.group;
  await openRoom(ming, '周末爬山');
  await details(lei)
    .getByRole('button', { name: new RegExp(words.rooms.details.allMembers) })
    .click();
  await (await memberMenu(lei, '王小明'))
    .getByRole('menuitem', { name: inKind(words.rooms.members.remove, kind) })
    .click();
  await confirm(lei, words.rooms.members.removeConfirm).click();
  await composer(ming).waitFor({ state: 'detached' });
  await ming.page.getByText(fill(ming.words.messages.missing.removed, { title: '周末爬山' })).waitFor();
  await ming.shot('removed');

  await lei.page.goBack();
  await details(lei).getByRole('button', { name: words.rooms.details.invites }).click();
  await details(lei).getByRole('button', { name: words.rooms.invites.create }).click();
  const dialog = lei.page.getByRole('dialog', { name: words.rooms.invites.createTitle });
  await dialog.getByLabel(words.rooms.invites.uses).click();
  await lei.page
    .getByRole('option', { name: fill(words.rooms.invites.usesCount_other, { count: 1 }), exact: true })
    .click();
  await dialog.getByRole('button', { name: words.rooms.invites.createAndCopy }).click();
  await lei.page.getByText(words.rooms.invites.copied).waitFor();
  const link = await lei.page.evaluate(() => navigator.clipboard.readText());
  await lei.shot('invites');

  const visitor = await world.newDevice({ language: 'zh-CN', viewport: 'phone' });
  await visitor.page.goto(link);
  await visitor.page.getByText(visitor.words.account.signIn.invited).waitFor();
  await visitor.shot('invitation-signed-out');
  await visitor.context.close();

  await ming.page.goto(link);
  await ming.page.getByRole('heading', { name: '周末爬山' }).waitFor();
  expect(await brokenRules(ming.page)).toEqual([]);
  await ming.shot('invitation');
  await ming.page.getByRole('button', { name: ming.words.rooms.invite.join, exact: true }).click();
  await sees(ming, '你加入了群聊');
  await ming.page.goto(link);
  await sees(ming, '你加入了群聊');

  const stranger = await world.newPerson({ name: 'stranger' });
  await stranger.page.goto(link);
  await stranger.page.getByText(stranger.words.rooms.invite.invalid).waitFor();
  await stranger.shot('invitation-used');
  await stranger.context.close();
});

test('a channel is found, looked into and joined by anybody', async () => {
  const { page, words } = ada;
  await newRoom(ada, words.rooms.create.channel);
  const making = page.getByRole('dialog', { name: words.rooms.create.channelTitle });
  await making.getByRole('button', { name: words.rooms.create.create }).click();
  await making.getByText(words.rooms.create.nameMissing).waitFor();
  await page.keyboard.press('Control+K');
  expect(await making.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);
  await making.getByLabel(words.rooms.create.name, { exact: true }).fill('读书会');
  await making.getByLabel(words.rooms.create.topic, { exact: true }).fill('一月一本书');
  await making.getByRole('button', { name: words.rooms.create.create }).click();
  await write(ada, '本月：《三体》');

  await newRoom(lei, lei.words.rooms.create.browse);
  const browse = lei.page.getByRole('dialog', { name: lei.words.rooms.browse.title });
  await browse.getByRole('searchbox').fill('一月');
  await lei.shot('browse');
  await browse.getByRole('button', { name: fill(lei.words.rooms.browse.look, { title: '读书会' }) }).click();
  await sees(lei, '本月：《三体》');
  expect(await roomRow(lei, '读书会').count()).toBe(0);
  await newRoom(lei, lei.words.rooms.create.browse);
  await browse.getByRole('button', { name: lei.words.rooms.browse.join, exact: true }).click();
  await roomRow(lei, '读书会').waitFor();
  await write(lei, '已经看完了');
  await sees(ada, '已经看完了');
});

test('archived, a room can be read but not written in, and is out of the way; then it is left', async () => {
  const { words } = lei;
  const kind = words.rooms.kind.group;
  await chooseForRoom(lei, '周末爬山', inKind(words.rooms.action.archive, kind));
  await confirm(lei, words.rooms.archive.confirm).click();
  await lei.page.getByText(words.rooms.archive.done).waitFor();
  await eventually(() => titles(lei)).not.toContain('周末爬山');
  await lei.page.getByRole('button', { name: words.rooms.list.archived }).click();
  await openRoom(lei, '周末爬山');
  expect(await composer(lei).count()).toBe(0);
  await lei.shot('archived');
  await chooseForRoom(lei, '周末爬山', inKind(words.rooms.action.unarchive, kind));
  await composer(lei).waitFor();

  await chooseForRoom(ada, '周末爬山', inKind(ada.words.rooms.action.leave, ada.words.rooms.kind.group));
  await confirm(ada, ada.words.rooms.leave.confirm).click();
  await roomRow(ada, '周末爬山').waitFor({ state: 'detached' });
  await sees(lei, '“ada”退出了群聊');
});

test('who has nothing but archived chats is led to them', async () => {
  const guest = await world.newPerson({ name: 'guest', viewport: 'phone' });
  const { page, words } = guest;
  const roomId = randomUUID();
  await by(ada, 'room.create', {
    id: roomId,
    kind: 'channel',
    name: '旧闻',
    topic: '见 www.example.org/旧闻',
    userIds: [],
  });
  await by(guest, 'room.join', { roomId });
  await roomRow(guest, '旧闻').waitFor();
  await by(ada, 'room.archive', { roomId, archived: true });
  // Until it is read, it stays among the others.
  await openRoom(guest, '旧闻');
  await page.goBack();
  await page.getByText(words.rooms.list.allArchived).waitFor();
  expect(await brokenRules(page)).toEqual([]);
  await guest.shot('all-archived');
  await page.getByRole('button', { name: words.rooms.list.showArchived }).click();
  await openRoom(guest, '旧闻');
  const link = feed(guest).getByRole('link', { name: 'www.example.org/旧闻' });
  expect(await link.getAttribute('href')).toBe('http://www.example.org/旧闻');
});

test('on a phone one pane is shown, and going back leads up step by step', async () => {
  const { page, words } = ming;
  await goHome(ming);
  await openRoom(ming, '周末爬山');
  await page.getByRole('button', { name: words.messages.details }).click();
  await details(ming)
    .getByRole('button', { name: new RegExp(words.rooms.details.allMembers) })
    .click();
  await page.getByRole('searchbox', { name: words.rooms.members.filter }).waitFor();
  expect(await brokenRules(page)).toEqual([]);
  await ming.shot('members');
  await page.goBack();
  await details(ming).getByRole('button', { name: words.common.back }).click();
  await feed(ming).waitFor();
  await page.goBack();
  await list(ming).waitFor();
  await page.goForward();
  await feed(ming).waitFor();
});

test('a thousand rooms: only those in sight are drawn, all are found, and news in one draws one', async () => {
  const host = await world.newPerson({ name: 'host' });
  const { page, words } = host;
  // Nobody watches while they are made, which is not what is tested.
  await page.goto('about:blank');
  const ids = await makeRooms(host, 1000);
  await page.goto(world.url);
  await rows(host).first().waitFor();
  await eventually(() => rows(host).first().locator('..').getAttribute('aria-setsize')).toBe('1000');
  expect(await rows(host).count()).toBeLessThan(40);
  await host.shot('thousand');

  await page.getByRole('searchbox', { name: words.rooms.list.filter }).fill('第 777 组');
  await eventually(() => titles(host)).toEqual(['第 777 组']);
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await eventually(() =>
    page.evaluate(() => document.activeElement?.parentElement?.getAttribute('aria-posinset')),
  ).toBe('1000');
  await page.keyboard.press('Home');
  await eventually(() =>
    page.evaluate(() => document.activeElement?.parentElement?.getAttribute('aria-posinset')),
  ).toBe('1');

  await page.evaluate(() => {
    const drawn = new Set<string>();
    const note = (changes: MutationRecord[]) => {
      for (const { target } of changes) {
        const row = (target instanceof Element ? target : target.parentElement)?.closest('a[href^="/rooms/"]');
        const id = row?.getAttribute('href');
        if (id) drawn.add(id);
      }
    };
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
    Object.assign(globalThis, { drawn });
  });
  const other = await host.otherDevice();
  const newest = ids.at(-1) ?? '';
  await call(world, other, 'message.send', { roomId: newest, id: randomUUID(), text: '只有这一行变了' });
  await list(host).getByText('只有这一行变了').waitFor();
  const drawn = await page.evaluate(() => [...(globalThis as unknown as { drawn: Set<string> }).drawn]);
  expect(drawn).toEqual([`/rooms/${newest}`]);
});

async function directId(person: Person, other: Person): Promise<string> {
  return (await by<{ room: { id: string } }>(person, 'room.direct', { userId: other.id })).room.id;
}

/** Makes groups side by side, and answers their ids in order. */
async function makeRooms(person: Person, count: number): Promise<string[]> {
  const { name: login, password } = person;
  const { token } = await by<{ token: string }>(person, 'account.signIn', { login, password });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const ids = Array.from({ length: count }, () => randomUUID());
  const make = async (id: string, index: number) => {
    const body = JSON.stringify({ id, kind: 'group', name: `第 ${index + 1} 组`, topic: '', userIds: [] });
    const response = await fetch(`${world.url}/api/room.create`, { method: 'POST', headers, body });
    if (!response.ok) throw new Error(await response.text());
  };
  for (let made = 0; made < count; made += 20) {
    await Promise.all(ids.slice(made, made + 20).map((id, index) => make(id, made + index)));
  }
  return ids;
}

async function idOf(person: Person, title: string): Promise<string> {
  return (await roomRow(person, title).getAttribute('href'))?.split('/').at(-1) ?? '';
}

async function goHome(person: Person): Promise<void> {
  await person.page.goto(world.url);
  await list(person).waitFor();
}
