import { afterAll, afterEach, beforeAll, test } from 'vitest';
import { type Device, fill, type Person, startWorld, type World } from './harness/index.ts';
import {
  askToBeContacts,
  choose,
  composer,
  eventually,
  feed,
  goTo,
  openRoom,
  roomRow,
  sees,
  seesNo,
  seesOnceInOrder,
  write,
} from './steps.ts';

/** One story, told in order: two people meet, talk, lose the line, and find everything as it should be. */

let world: World;
let ada: Person;
let ming: Person;

beforeAll(async () => {
  world = await startWorld('story');
});
afterEach(({ task }) => world.look(task));
afterAll(() => world?.close());

test('two people register, open the link in their mail and sign in', async () => {
  ada = await world.newPerson({ name: 'ada', via: 'pages' });
  ming = await world.newPerson({ name: '王小明', via: 'pages', language: 'zh-CN', viewport: 'phone' });
  await ada.shot('signed-in-ada');
  await ming.shot('signed-in-王小明');
});

test('they become contacts, and each sees it at once', async () => {
  await goTo(ada, 'contacts');
  await goTo(ming, 'contacts');
  await askToBeContacts(ada, '王小明', '你好，我是读书会的 Ada');

  const requests = ming.page.getByRole('link', {
    name: fill(ming.words.contacts.requests.waiting_other, { count: 1 }),
  });
  await requests.click();
  await ming.page.getByText('你好，我是读书会的 Ada').waitFor();
  await ming.shot('request');
  await ming.page.getByRole('button', { name: ming.words.directory.request.accept }).click();
  await ming.page.getByText(fill(ming.words.contacts.requests.welcome, { name: 'ada' })).waitFor();

  await ada.page.getByRole('link', { name: /王小明/ }).click();
  await ada.page.getByRole('heading', { name: '王小明', level: 1 }).waitFor();
  await ada.page.getByText(ada.words.common.presence.online, { exact: true }).first().waitFor();
  await ada.shot('contact');
});

test('they write to each other and see what the other has read', async () => {
  await ada.page.getByRole('button', { name: ada.words.directory.message }).click();
  await write(ada, 'Hello **小明**, shall we read 红楼梦 next?', 'shall we read 红楼梦 next?');
  await goTo(ming, 'rooms');
  await openRoom(ming, 'ada');
  await sees(ming, 'shall we read 红楼梦 next?');
  await feed(ada).getByRole('button', { name: ada.words.messages.sent.read }).waitFor();
  await write(ming, '好啊，周六下午三点，老地方见 🍵');
  await sees(ada, '好啊，周六下午三点，老地方见 🍵');
  await ada.shot('chat-ada');
  await ming.shot('chat-王小明');
});

test('one goes offline, writes, and comes back: everything is there once and in order', async () => {
  const offline = ['路上没有信号', '我会晚到十分钟', '你先点茶'];
  const online = ['Are you on your way?', 'I am at the corner table'];
  await ming.context.setOffline(true);
  for (const text of offline) await write(ming, text);
  await ming.shot('offline');
  // How others are is not known now.
  const dot = ming.page.getByRole('img', { name: ming.words.common.presence.online });
  await eventually(() => dot.count()).toBe(0);
  for (const text of online) await write(ada, text);
  await ming.context.setOffline(false);
  await sees(ada, '你先点茶');
  await sees(ming, 'I am at the corner table');
  for (const person of [ada, ming]) await seesOnceInOrder(person, [...online, ...offline]);
  await dot.first().waitFor();
});

test('two devices of one person: what is read on one is read on the other, and drafts follow', async () => {
  const laptop = ada;
  const phone = await ada.otherDevice({ viewport: 'phone' });
  await goTo(laptop, 'contacts');
  await ming.page.bringToFront();
  await write(ming, '到了吗？');
  const unread = (device: Device) => roomRow(device, '王小明').getByText('1', { exact: true });
  await unread(phone).waitFor();
  await phone.shot('unread-on-phone');
  await goTo(laptop, 'rooms');
  await openRoom(laptop, '王小明');
  await sees(laptop, '到了吗？');
  await unread(phone).waitFor({ state: 'detached' });

  await composer(laptop).fill('Two minutes, I am just');
  await openRoom(phone, '王小明');
  await eventually(() => composer(phone).inputValue()).toBe('Two minutes, I am just');
  await composer(phone).press('Enter');
  await sees(ming, 'Two minutes, I am just');
  await eventually(() => composer(laptop).inputValue()).toBe('');
  await phone.context.close();
});

test('a group: mention, edit, recall, reaction, reply and thread', async () => {
  const { words } = ada;
  await ada.page.getByRole('button', { name: words.rooms.create.open }).click();
  await ada.page.getByRole('menuitem', { name: words.rooms.create.group }).click();
  const dialog = ada.page.getByRole('dialog', { name: words.rooms.create.groupTitle });
  await dialog.getByLabel(words.rooms.create.name, { exact: true }).fill('红楼梦读书会');
  await dialog.getByRole('option', { name: '王小明' }).click();
  await dialog.getByRole('button', { name: words.rooms.create.create }).click();
  await composer(ada).waitFor();

  await ming.page.goBack();
  await openRoom(ming, '红楼梦读书会');
  await write(ada, '@王小明 which edition do you have?');
  await sees(ming, 'which edition do you have?');
  await write(ming, '人民文学出版社的');

  await choose(ada, '人民文学出版社的', words.messages.action.reply);
  await write(ada, 'Mine too');
  await feed(ming).getByRole('button', { name: ming.words.messages.quote.jump }).waitFor();
  await choose(ada, 'which edition do you have?', words.messages.action.edit);
  await ada.page.getByRole('textbox').last().fill('@王小明 which edition do you read?');
  await ada.page.keyboard.press('Enter');
  await sees(ming, 'which edition do you read?');
  await sees(ming, ming.words.messages.edited);

  await choose(ming, 'Mine too', '👍');
  await feed(ada).getByRole('button', { name: /👍/ }).waitFor();

  await write(ada, 'Wrong room, sorry');
  await choose(ada, 'Wrong room, sorry', words.messages.action.recall);
  await ada.page.getByRole('alertdialog').getByRole('button', { name: words.messages.action.recall }).click();
  await seesNo(ming, 'Wrong room, sorry');
  await sees(ming, fill(ming.words.messages.preview.recalled, { who: '“ada”' }));

  await choose(ada, '人民文学出版社的', words.messages.action.thread);
  const inThread = ada.page.getByRole('textbox', { name: words.messages.composer.thread });
  await inThread.fill('Is it the one of 1982?');
  await inThread.press('Enter');
  await feed(ming)
    .getByRole('button', { name: fill(ming.words.messages.thread.answers_other, { count: 1 }) })
    .click();
  await ming.page.getByText('Is it the one of 1982?').waitFor();
  await ada.shot('group-ada');
  await ming.shot('thread-王小明');
});

test('a block holds both ways at once, and ends without loss', async () => {
  await goTo(ada, 'rooms');
  await openRoom(ada, '王小明');
  await ming.page.goto(`${world.url}/contacts/${ada.id}`);
  await ming.page.getByRole('button', { name: ming.words.common.more }).click();
  await ming.page.getByRole('menuitem', { name: ming.words.directory.block.open }).click();
  await ming.page.getByRole('alertdialog').getByRole('button', { name: ming.words.directory.block.confirm }).click();
  await ming.page.getByText(ming.words.directory.block.done).waitFor();
  await ming.shot('blocked');

  await write(ada, 'Are you still there?');
  await ada.page.getByRole('alert').getByRole('button', { name: ada.words.common.retry }).waitFor();
  await ada.shot('refused');

  await ming.page.getByRole('button', { name: ming.words.directory.block.undo }).click();
  await ada.page.getByRole('alert').getByRole('button', { name: ada.words.common.retry }).click();
  await goTo(ming, 'rooms');
  await openRoom(ming, 'ada');
  await seesOnceInOrder(ming, ['Are you still there?']);

  // The details of the chat lead there, too.
  await ming.page.getByRole('button', { name: ming.words.messages.details }).click();
  const details = ming.page.getByRole('complementary', { name: ming.words.rooms.details.label });
  await details.getByRole('button', { name: ming.words.directory.block.open, exact: true }).click();
  await ming.page.getByRole('alertdialog').getByRole('button', { name: ming.words.directory.block.confirm }).click();
  await details.getByRole('button', { name: ming.words.directory.block.undo }).click();
  await details.getByRole('button', { name: ming.words.directory.block.open, exact: true }).waitFor();
});
