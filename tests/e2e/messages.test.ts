import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { brokenRules, call, type Device, fill, type Person, startWorld, type World } from './harness/index.ts';
import { choose, composer, eventually, feed, messageMenu, sees, seesNo, seesOnceInOrder, write } from './steps.ts';

/** The conversation itself: writing, editing, recalling, and moving through a long history without anything jumping. */

/** Enough for several pages. Up to `readTo` both wrote, and an author has read what they wrote; then Ada went on. */
const historyLength = 260;
const readTo = 142;

let world: World;
let ada: Person;
let ming: Person;
let roomId: string;
let historyId: string;

const by = <T = unknown>(person: Person, command: string, args: object) => call<T>(world, person, command, args);

async function say(person: Person, room: string, text: string): Promise<string> {
  const id = randomUUID();
  await by(person, 'message.send', { roomId: room, id, text });
  return id;
}

async function newGroup(name: string): Promise<string> {
  const id = randomUUID();
  await by(ada, 'room.create', { id, kind: 'group', name, topic: '', userIds: [ming.id] });
  return id;
}

const longText = (index: number) => (index % 7 === 0 ? '一行很长的话，'.repeat(20 + (index % 30)) : '');

beforeAll(async () => {
  world = await startWorld('messages');
  ada = await world.newPerson({ name: 'ada' });
  ming = await world.newPerson({ name: '王小明', language: 'zh-CN' });
  const request = { id: randomUUID(), userId: ming.id, note: '' };
  await by(ada, 'contact.request', request);
  await by(ming, 'contact.accept', { requestId: request.id });
  roomId = await newGroup('写诗');
  historyId = await newGroup('长谈');
  for (let index = 1; index <= historyLength; index++) {
    const author = index <= readTo && index % 5 < 3 ? ming : ada;
    await say(author, historyId, `第 ${index} 条。${longText(index)}`);
  }
});
afterEach(({ task }) => world.look(task));
afterAll(() => world?.close());

async function open(device: Device, room: string): Promise<void> {
  await device.page.goto(`${world.url}/rooms/${room}`);
  await feed(device).waitFor();
  await composer(device).waitFor();
}

/** Where each row in the window stands, by its key. */
function places({ page }: Device): Promise<Record<string, number>> {
  return page.evaluate(() => {
    const rows = [...document.querySelectorAll<HTMLElement>('[role="feed"] [data-key]')];
    return Object.fromEntries(rows.map((row) => [row.dataset['key'] ?? '', row.getBoundingClientRect().top]));
  });
}

/** Two frames: what a frame causes is drawn in the next. */
const settle = ({ page }: Device) =>
  page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))));

/** Scrolls by so many pixels, and answers by how many each row moved that stayed in the window. */
async function scrollBy(device: Device, pixels: number): Promise<number[]> {
  const before = await places(device);
  await device.page.evaluate((by) => {
    const scroller = document.querySelector('[role="feed"]')?.parentElement?.parentElement;
    if (!scroller) throw new Error('there is nothing to scroll');
    scroller.scrollTop += by;
  }, pixels);
  await settle(device);
  const after = await places(device);
  return Object.keys(before)
    .filter((key) => key in after)
    .map((key) => (after[key] ?? 0) - (before[key] ?? 0));
}

test('Enter sends and Shift+Enter breaks the line', async () => {
  await open(ada, roomId);
  await open(ming, roomId);
  await composer(ada).pressSequentially('床前明月光');
  await composer(ada).press('Shift+Enter');
  await composer(ada).pressSequentially('疑是地上霜');
  await composer(ada).press('Enter');
  await sees(ming, '疑是地上霜');
  await eventually(() => composer(ada).inputValue()).toBe('');
  await seesOnceInOrder(ada, ['床前明月光', '疑是地上霜']);
});

test('an input method has Enter for itself while it composes', async () => {
  const { page } = ada;
  const devtools = await ada.context.newCDPSession(page);
  await composer(ada).focus();
  await devtools.send('Input.imeSetComposition', { text: 'ju tou', selectionStart: 6, selectionEnd: 6 });
  await eventually(() => composer(ada).inputValue()).toBe('ju tou');
  const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 13 };
  await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter });
  await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter });
  await settle(ada);
  expect(await composer(ada).inputValue()).toBe('ju tou');
  await devtools.send('Input.insertText', { text: '举头望明月' });
  await eventually(() => composer(ada).inputValue()).toBe('举头望明月');
  await composer(ada).press('Enter');
  await sees(ming, '举头望明月');
  expect(await feed(ming).getByText('ju tou').count()).toBe(0);
});

test('a huge text is cut as it is pasted, and the reader is told; control characters are not sent', async () => {
  const { page, words } = ada;
  const paste = async (text: string) => {
    await page.evaluate((each) => navigator.clipboard.writeText(each), text);
    await composer(ada).press('Control+V');
  };
  await paste('好'.repeat(1_000_000));
  await page.getByText(words.messages.composer.leftOut_other.replace('{{count, number}}', '980,000')).first().waitFor();
  expect(await composer(ada).inputValue()).toBe('好'.repeat(20_000));
  await page.getByRole('button', { name: fill(words.messages.composer.sendParts_other, { count: 5 }) }).waitFor();
  await composer(ada).fill('明月\u0000\u0007几时有');
  await composer(ada).press('Enter');
  await sees(ming, '明月几时有');
});

test('in a narrow window, the bar of a message under the pointer covers none of its words', async () => {
  const { page, words } = ada;
  await page.setViewportSize({ width: 390, height: 844 });
  const said = feed(ada).getByText('明月几时有');
  await said.hover();
  const more = feed(ada).getByRole('button', { name: words.messages.action.more });
  await more.waitFor();
  const [bar, line] = [await more.boundingBox(), await said.boundingBox()];
  expect((bar?.y ?? 0) + (bar?.height ?? 0)).toBeLessThanOrEqual((line?.y ?? 0) + 1);
  await ada.shot('narrow');
  await page.setViewportSize({ width: 1440, height: 900 });
});

test('arrow up edits my last message, Escape gives it up, the history keeps what it was', async () => {
  const { words, page } = ada;
  await write(ada, '低头思故乡');
  await composer(ada).press('ArrowUp');
  await eventually(() => composer(ada).inputValue()).toBe('低头思故乡');
  await composer(ada).press('Escape');
  await eventually(() => composer(ada).inputValue()).toBe('');
  await composer(ada).press('ArrowUp');
  await composer(ada).fill('低头思故乡 🌕');
  await composer(ada).press('Enter');
  await sees(ming, '低头思故乡 🌕');
  await feed(ming).getByRole('button', { name: ming.words.messages.edited }).waitFor();
  await choose(ada, '低头思故乡 🌕', words.messages.action.history);
  const history = page.getByRole('dialog', { name: words.messages.history.title });
  await history.getByText('低头思故乡', { exact: true }).waitFor();
  expect(await brokenRules(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await history.waitFor({ state: 'detached' });
});

test('a recalled message leaves a line, and can be written again by its author', async () => {
  const { words, page } = ada;
  await write(ada, '写错了的一句');
  await sees(ming, '写错了的一句');
  await choose(ada, '写错了的一句', words.messages.action.recall);
  await page.getByRole('alertdialog').getByRole('button', { name: words.messages.action.recall }).click();
  await seesNo(ming, '写错了的一句');
  await sees(ming, '“ada”撤回了一条消息');
  await feed(ada).getByRole('button', { name: words.messages.recall.writeAgain }).click();
  await eventually(() => composer(ada).inputValue()).toBe('写错了的一句');
  await composer(ada).fill('');
});

test('only what one may do with a message is offered', async () => {
  const { words } = ming;
  const menu = await messageMenu(ming, '低头思故乡 🌕');
  await menu.getByRole('menuitem', { name: words.messages.action.reply }).waitFor();
  for (const action of ['edit', 'recall', 'pin'] as const) {
    expect(await menu.getByRole('menuitem', { name: words.messages.action[action], exact: true }).count()).toBe(0);
  }
  await ming.page.keyboard.press('Escape');
});

test('people and emoji are completed by keyboard, and a mention reaches the one who is named', async () => {
  const { page } = ada;
  await composer(ada).pressSequentially('问问 @王');
  await page.getByRole('option', { name: '王小明' }).waitFor();
  await page.keyboard.press('Tab');
  await eventually(() => composer(ada).inputValue()).toBe('问问 @王小明 ');
  await composer(ada).pressSequentially(':tea');
  await page.getByRole('option', { name: '🍵' }).waitFor();
  await page.keyboard.press('Enter');
  await eventually(() => composer(ada).inputValue()).toBe('问问 @王小明 🍵');
  await composer(ada).press('Enter');
  await feed(ming).getByRole('button', { name: '@王小明' }).waitFor();
});

test('emoji that cannot be loaded leave the page standing, and come with a later try', async () => {
  const { page, words } = ada;
  await open(ada, roomId);
  const parts = '**/assets/EmojiPanel*';
  await page.route(parts, (route) => route.abort('internetdisconnected'));
  const button = page.getByRole('button', { name: words.messages.composer.emoji });
  await button.click();
  await page.getByRole('alert').getByText('cannot be reached').waitFor();
  await page.keyboard.press('Escape');
  await write(ada, '没有表情也能写');
  await page.unroute(parts);
  await button.click();
  await page.getByRole('searchbox', { name: words.common.emoji.search }).waitFor();
  await page.keyboard.press('Escape');
});

test('opening a long room shows where the unread messages begin, and reading takes them off', async () => {
  await open(ming, historyId);
  await feed(ming).getByText(ming.words.messages.timeline.unread).waitFor();
  await sees(ming, `第 ${readTo} 条。`);
  await ming.shot('unread-line');
  const rows = feed(ming).getByRole('article');
  const places = await rows.evaluateAll((all) => all.map((row) => Number(row.getAttribute('aria-posinset'))));
  expect(places).toEqual(places.map((_, index) => places[0]! + index));
  expect(Number(await rows.first().getAttribute('aria-setsize'))).toBeGreaterThan(places.length);
  await ming.page.getByRole('button', { name: ming.words.messages.timeline.toEnd }).click();
  await sees(ming, `第 ${historyLength} 条。`);
  await eventually(() => ming.page.title()).not.toMatch(/^\(/);
});

test('nothing jumps while one scrolls back through pages of history', async () => {
  await open(ada, historyId);
  await sees(ada, `第 ${historyLength} 条。`);
  const step = 300;
  const moves: number[][] = [];
  while (moves.length < 400 && (await feed(ada).getByText('第 1 条。').count()) === 0) {
    moves.push(await scrollBy(ada, -step));
  }
  await sees(ada, '第 1 条。');
  expect(moves.length).toBeGreaterThan(20);
  // A pixel may be lost by rounding. A page that comes in would move what is read by hundreds, a row that is measured
  // anew would move some rows and not others.
  for (const rows of moves) {
    expect(Math.min(...rows)).toBeGreaterThanOrEqual(-1);
    expect(Math.max(...rows)).toBeLessThanOrEqual(step + 1);
    expect(Math.max(...rows) - Math.min(...rows)).toBeLessThanOrEqual(1);
  }
  await ada.shot('beginning');
});

test('new messages do not move what is read further up, and the button leads to them', async () => {
  const { page, words } = ada;
  await open(ada, historyId);
  await sees(ada, `第 ${historyLength} 条。`);
  await scrollBy(ada, -2_000);
  const before = await places(ada);
  await say(ming, historyId, '新来的一条');
  const button = page.getByRole('button', { name: words.messages.timeline.toEnd });
  await button.getByText('1').waitFor();
  const after = await places(ada);
  const kept = Object.entries(before).filter(([key]) => key in after);
  expect(kept).not.toEqual([]);
  for (const [key, place] of kept) expect(after[key]).toBeCloseTo(place, 0);
  await button.click();
  await sees(ada, '新来的一条');
  await eventually(() => button.count()).toBe(0);
});

test('a quote leads to the message that is answered, however far it is, and back to the end', async () => {
  const { words, page } = ada;
  const { messages } = await by<{ messages: { id: string; text: string }[] }>(ada, 'message.page', {
    roomId: historyId,
    around: 20,
    limit: 20,
  });
  const answered = messages.find((message) => message.text.startsWith('第 17 条。'));
  await by(ming, 'message.send', { roomId: historyId, id: randomUUID(), text: '说的是这个', replyTo: answered?.id });
  await open(ada, historyId);
  await sees(ada, '说的是这个');
  await feed(ada).getByRole('button', { name: words.messages.quote.jump }).last().click();
  const goal = feed(ada).getByText('第 17 条。').last();
  await goal.waitFor();
  await eventually(async () => {
    const box = await goal.boundingBox();
    return box !== null && box.y > 60 && box.y < 800;
  }).toBe(true);
  await ada.shot('jumped');
  await page.getByRole('button', { name: words.messages.timeline.toEnd }).click();
  await sees(ada, '说的是这个');
});

test('a link to a message leads to it', async () => {
  const { words, page } = ada;
  await choose(ada, '说的是这个', words.messages.action.copyLink);
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await ming.page.goto(link);
  await sees(ming, '说的是这个');
  await ming.page.waitForURL(`${world.url}/rooms/${historyId}`);
});

test('several messages are chosen and forwarded as one', async () => {
  const { words, page } = ming;
  await open(ming, roomId);
  await choose(ming, '床前明月光', words.messages.action.select);
  await feed(ming).getByText('举头望明月').click({ force: true });
  await page.getByRole('button', { name: words.messages.action.forward, exact: true }).click();
  const dialog = page.getByRole('dialog', {
    name: words.messages.forward.title_other.replace('{{count}}', '2'),
  });
  await dialog.getByRole('option', { name: '长谈' }).or(dialog.getByText('长谈')).first().click();
  await dialog.getByRole('button', { name: words.messages.action.forward, exact: true }).click();
  await open(ada, historyId);
  await feed(ada)
    .getByRole('button', { name: ada.words.messages.forwarded.title_other.replace('{{count}}', '2') })
    .click();
  await ada.page.getByRole('dialog').getByText('举头望明月').waitFor();
  await ada.shot('forwarded');
});
