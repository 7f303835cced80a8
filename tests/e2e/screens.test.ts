import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { brokenRules, call, type Device, type Person, startWorld, type World } from './harness/index.ts';
import { eventually } from './steps.ts';

/** Every main screen as it looks, in both languages, on both sizes, light and dark; none breaks a rule of WCAG 2.2 AA. */

let world: World;
let ada: Person;
let groupId: string;
let directId: string;

beforeAll(async () => {
  world = await startWorld('screens');
  ada = await world.newPerson({ name: 'ada' });
  const ming = await world.newPerson({ name: '王小明' });
  const stranger = await world.newPerson({ name: '陌生人' });
  const blocked = await world.newPerson({ name: 'spammer' });
  const by = <T = unknown>(person: Person, command: string, args: object) => call<T>(world, person, command, args);
  const say = (person: Person, roomId: string, text: string, more: object = {}) => {
    const id = randomUUID();
    return by(person, 'message.send', { roomId, id, text, ...more }).then(() => id);
  };

  await by(ada, 'account.updateProfile', { displayName: 'Ada Lovelace', bio: 'Notes on the Analytical Engine.' });
  await by(ming, 'account.updateProfile', { displayName: '小明', bio: '产品设计，喜欢登山和手冲咖啡。' });
  await by(ming, 'status.set', { status: { emoji: '🏖️', text: '度假中，下周回来', until: null } });
  await by(ming, 'contact.request', { id: randomUUID(), userId: ada.id, note: '我是小明' });
  await by(ada, 'contact.request', { id: randomUUID(), userId: ming.id, note: '' });
  await by(ada, 'contact.update', { userId: ming.id, phone: '+86 138 0013 8000', group: '读书会', starred: true });
  await by(stranger, 'contact.request', {
    id: randomUUID(),
    userId: ada.id,
    note: '你好，我们在读书会见过，想和你聊聊。',
  });
  await by(ada, 'contact.block', { userId: blocked.id });

  ({
    room: { id: directId },
  } = await by<{ room: { id: string } }>(ada, 'room.direct', { userId: ming.id }));
  await say(ming, directId, '周六的读书会你来吗？');
  const reply = await say(ada, directId, 'Yes! Shall I bring **tea**?');
  await say(ming, directId, '好啊 🍵', { replyTo: reply });

  groupId = randomUUID();
  const people = { userIds: [ming.id, stranger.id] };
  await by(ada, 'room.create', {
    id: groupId,
    kind: 'group',
    name: '红楼梦读书会',
    topic: '每周六下午三点',
    ...people,
  });
  const question = await say(ming, groupId, '这周读第三回，大家有什么想法？');
  await say(ada, groupId, '`const tea = "龙井";` belongs into every chapter:\n\n- first\n- second');
  await say(stranger, groupId, '> 满纸荒唐言，一把辛酸泪\n\n这一句我最喜欢。');
  await by(ada, 'message.react', { roomId: groupId, id: question, emoji: '👍', on: true });
  await by(ada, 'message.pin', { roomId: groupId, id: question, on: true });
  await say(ming, groupId, '@ada 你来带茶？', { mentions: [ada.id] });
});
afterEach(({ task }) => world.look(task));
afterAll(() => world?.close());

const looks = [
  { language: 'en', viewport: 'desktop', theme: 'light' },
  { language: 'zh-CN', viewport: 'desktop', theme: 'dark' },
  { language: 'zh-CN', viewport: 'phone', theme: 'light' },
  { language: 'en', viewport: 'phone', theme: 'dark' },
] as const;

describe.each(looks)('$viewport, $language, $theme', (look) => {
  const name = `${look.viewport}-${look.language}-${look.theme}`;
  let device: Device;

  beforeAll(async () => {
    device = await ada.otherDevice(look);
  });
  afterAll(() => device?.context.close());

  // The last is a text that is there once the screen is whole.
  test.each([
    ['rooms', () => '/', () => '红楼梦读书会'],
    ['direct', () => `/rooms/${directId}`, () => 'Shall I bring'],
    ['group', () => `/rooms/${groupId}`, () => '这一句我最喜欢'],
    ['details', () => `/rooms/${groupId}?panel=details`, () => device.words.rooms.details.allMembers],
    ['members', () => `/rooms/${groupId}?panel=members`, () => device.words.rooms.role.groupOwner],
    ['pins', () => `/rooms/${groupId}?panel=pins`, () => '大家有什么想法'],
    ['contacts', () => '/contacts', () => '度假中'],
    ['requests', () => '/contacts/requests', () => '想和你聊聊'],
    ['blocked', () => '/contacts/blocked', () => 'spammer'],
    ['settings', () => '/settings', () => '@ada'],
    ['profile', () => '/settings/profile', () => device.words.settings.profile.title],
    ['devices', () => '/settings/devices', () => device.words.settings.devices.this],
  ])('%s', async (screen, path, sign) => {
    const { page } = device;
    await page.goto(world.url + path());
    await page.getByText(sign()).filter({ visible: true }).first().waitFor();
    // On a desktop the open room stands beside most screens, and is to be whole too.
    const feeds = page.getByRole('feed');
    await eventually(() => feeds.evaluateAll((all) => all.some((feed) => feed.ariaBusy === 'true'))).toBe(false);
    await device.shot(`${screen}-${name}`);
    expect(await brokenRules(page)).toEqual([]);
  });
});

test('the pages for those who are not signed in', async () => {
  for (const look of looks) {
    const { page, words, shot, context } = await world.newDevice(look);
    for (const [path, title] of [
      ['sign-in', words.account.signIn.title],
      ['register', words.account.register.title],
      ['forgot', words.account.forgot.title],
    ] as const) {
      await page.goto(`${world.url}/${path}`);
      await page.getByRole('heading', { name: title }).waitFor();
      await shot(`${path}-${look.viewport}-${look.language}-${look.theme}`);
      expect(await brokenRules(page)).toEqual([]);
    }
    await context.close();
  }
});
