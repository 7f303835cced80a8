import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { call, type Device, fill, type Person, startWorld, type World } from './harness/index.ts';
import { askToBeContacts, eventually, goTo, roomRow } from './steps.ts';

/** What people keep about each other, and what the other side sees of it. */

let world: World;
let ada: Person;
let ming: Person;

beforeAll(async () => {
  world = await startWorld('contacts');
  [ada, ming] = await Promise.all([
    world.newPerson({ name: 'ada', viewport: 'phone' }),
    world.newPerson({ name: '王小明', language: 'zh-CN' }),
  ]);
});
afterEach(({ task }) => world.look(task));
afterAll(() => world?.close());

const open = (person: Person, path: string) => person.page.goto(world.url + path);
const contactRow = ({ page }: Device, name: string) => page.getByRole('listitem').getByRole('link', { name });

test('a request that is withdrawn goes away, and one that is declined looks as if it waited', async () => {
  await open(ada, '/contacts');
  await open(ming, '/contacts/requests');
  await askToBeContacts(ada, '王小明', '第一次');
  await ming.page.getByText('第一次').waitFor();
  await open(ada, '/contacts/requests');
  await ada.page.getByRole('button', { name: ada.words.contacts.requests.withdraw }).click();
  await ming.page.getByText(ming.words.contacts.requests.withdrawn).waitFor();

  await open(ada, '/contacts');
  await askToBeContacts(ada, '王小明', '第二次');
  await ming.page.getByRole('button', { name: ming.words.directory.request.decline }).click();
  await ming.page.getByText(ming.words.contacts.requests.declined).waitFor();
  await open(ada, `/contacts/${ming.id}`);
  await ada.page.getByText(ada.words.directory.request.waiting).waitFor();
});

test('two who ask each other are contacts', async () => {
  await open(ming, '/contacts');
  await askToBeContacts(ming, 'ada', '');
  await contactRow(ming, 'ada').waitFor();
  await ada.page.getByRole('button', { name: ada.words.directory.remark.edit }).waitFor();
});

test('a remark, a group and a star show at once in the list, in the chats and on the other device', async () => {
  const phone = await ming.otherDevice({ viewport: 'phone' });
  const { contacts, directory, common } = ming.words;
  await contactRow(ming, 'ada').click();
  await ming.page.getByRole('button', { name: common.edit, exact: true }).click();
  const dialog = ming.page.getByRole('dialog', { name: contacts.edit.title });
  await dialog.getByLabel(directory.remark.label).fill('阿达老师');
  await dialog.getByLabel(contacts.facts.group).fill('读书会');
  await dialog.getByLabel(contacts.facts.phone).fill('+86 138 0013 8000');
  await dialog.getByRole('button', { name: common.save }).click();

  await contactRow(ming, '阿达老师').waitFor();
  await ming.page.getByRole('heading', { name: /读书会/ }).waitFor();
  await ming.page.getByRole('link', { name: '+86 138 0013 8000' }).waitFor();
  await ming.page.getByRole('button', { name: contacts.star, exact: true }).click();
  await ming.page.getByRole('heading', { name: new RegExp(contacts.starred) }).waitFor();
  await ming.shot('kept');

  await roomRow(phone, '阿达老师').waitFor();
  await phone.context.close();
});

test('the filter finds by parts, by initials, and then on the server', async () => {
  const { contacts, directory, common } = ming.words;
  const stranger = await world.newPerson({ name: 'grace' });
  const filter = ming.page.getByRole('searchbox', { name: contacts.filter });
  for (const query of ['老师', 'adls', 'ADA']) {
    await filter.fill(query);
    await contactRow(ming, '阿达老师').waitFor();
  }
  await filter.fill('grace');
  await ming.page.getByRole('button', { name: contacts.noMatch.action }).click();
  const dialog = ming.page.getByRole('dialog', { name: contacts.add.title });
  await dialog.getByText('@grace').waitFor();
  await ming.shot('found');
  await dialog.getByLabel(directory.picker.label).fill('nobody.there');
  await ming.page.keyboard.press('Enter');
  await dialog.getByText(fill(directory.find.nobody, { query: 'nobody.there' })).waitFor();
  await dialog.getByRole('button', { name: common.close }).click();
  await filter.fill('');
  await stranger.context.close();
});

test('the keyboard alone picks people: contacts by a few letters, others by their whole e-mail', async () => {
  const { rooms, directory } = ming.words;
  await goTo(ming, 'rooms');
  await ming.page.getByRole('button', { name: rooms.create.open }).click();
  await ming.page.getByRole('menuitem', { name: rooms.create.group }).click();
  const picker = ming.page.getByRole('combobox', { name: directory.picker.label });
  await picker.focus();
  await ming.page.keyboard.type('adls');
  await ming.page.keyboard.press('Enter');
  const chip = (name: string) => ming.page.getByRole('button', { name: fill(directory.picker.remove, { name }) });
  await chip('阿达老师').waitFor();
  await ming.page.keyboard.type(`${Buffer.from('grace').toString('hex')}@example.org`);
  await ming.page.keyboard.press('Enter');
  await chip('grace').waitFor();
  await ming.shot('picked');
  await ming.page.keyboard.press('Backspace');
  await chip('grace').waitFor({ state: 'detached' });
  await ming.page.keyboard.press('Escape');
});

test('an input method that is still composing picks nobody', async () => {
  const { rooms, directory } = ming.words;
  await ming.page.getByRole('button', { name: rooms.create.open }).click();
  await ming.page.getByRole('menuitem', { name: rooms.create.direct }).click();
  const picker = ming.page.getByRole('combobox', { name: directory.picker.label });
  await picker.focus();
  const keyboard = await ming.context.newCDPSession(ming.page);
  await keyboard.send('Input.imeSetComposition', { text: 'a', selectionStart: 1, selectionEnd: 1 });
  const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 };
  await keyboard.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter });
  await keyboard.send('Input.insertText', { text: '阿' });
  expect(await picker.inputValue()).toBe('阿');
  expect(await ming.page.getByRole('button', { name: /^移除/ }).count()).toBe(0);
  await ming.page.keyboard.press('Escape');
  await ming.page.keyboard.press('Escape');
});

test('who is removed goes from both lists, and the chat stays', async () => {
  const { contacts, common } = ming.words;
  await open(ada, '/contacts');
  await contactRow(ada, '王小明').waitFor();
  await open(ming, `/contacts/${ada.id}`);
  await ming.page.getByRole('button', { name: common.more }).click();
  await ming.page.getByRole('menuitem', { name: contacts.remove.open }).click();
  await ming.page.getByRole('alertdialog').getByRole('button', { name: contacts.remove.confirm }).click();
  await ming.page.getByText(contacts.empty.title).waitFor();
  await ada.page.getByText(ada.words.contacts.empty.title).waitFor();
  await goTo(ming, 'rooms');
  await roomRow(ming, 'ada').waitFor();
});

test('who is blocked stands in the list of blocked people until the block ends', async () => {
  const { contacts, directory } = ada.words;
  await call(world, ada, 'contact.block', { userId: ming.id });
  await ada.page.getByRole('link', { name: contacts.blocked.title }).click();
  await ada.page.getByText('王小明').waitFor();
  await call(world, ming, 'contact.request', { id: randomUUID(), userId: ada.id, note: '' }).then(
    () => expect.unreachable('a blocked person asked'),
    (error: Error) => expect(error.message).toContain('"blocked"'),
  );
  await ada.page.getByRole('button', { name: directory.block.undo }).click();
  await ada.page.getByText(contacts.blocked.empty).waitFor();
  await eventually(() => ada.page.getByText('王小明').count()).toBe(0);
});

test('who takes no first messages from strangers is not written to by them, and they are told', async () => {
  const { privacy } = ming.words.settings;
  await open(ming, '/settings/privacy');
  const choice = ming.page.getByRole('radiogroup', { name: privacy.messages });
  await choice.getByRole('radio', { name: privacy.contacts }).click();
  await eventually(async () => {
    const { changes } = await call<{ changes: { settings?: { messagesFrom: string } }[] }>(world, ming, 'sync', {
      me: 0,
      rooms: [],
    });
    return changes[0]?.settings?.messagesFrom;
  }).toBe('contacts');
  await ming.shot('privacy');
  const stranger = await world.newPerson({ name: 'hopper' });
  await open(stranger, `/contacts/${ming.id}`);
  await stranger.page.getByRole('button', { name: stranger.words.directory.message, exact: true }).click();
  await stranger.page.getByText('王小明 does not take first messages from you').first().waitFor();
  await stranger.shot('messages-closed');
});
