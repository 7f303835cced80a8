import type { Presence } from '@hongyan/protocol';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeOf, startTestApp, type TestApp, TestSocket, type TestUser } from '../../testing/index.ts';

let app: TestApp;
let ming: TestUser;
let hua: TestUser;
/** Hua's line, on which she looks at Ming. */
let viewer: TestSocket;
let people = 0;
const open: TestSocket[] = [];

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

beforeEach(async () => {
  for (const socket of open.splice(0)) socket.close();
  people += 1;
  [ming, hua] = (await app.users([`小明${people}`, `小华${people}`])) as [TestUser, TestUser];
  viewer = await connect(hua);
});

async function connect(user: TestUser): Promise<TestSocket> {
  const socket = await user.socket();
  open.push(socket);
  return socket;
}

/** How Ming is, and from now on every change of it. */
async function look(socket = viewer): Promise<Presence> {
  const { presences } = await socket.call('presence.watch', { userIds: [ming.id] });
  expect(presences).toHaveLength(1);
  return presences[0]!;
}

/** What the line was told, in order. */
function told(socket = viewer): Presence[] {
  return socket.pushes.flatMap((push) => (push.push === 'presence' ? push.presences : []));
}

/** Waits until the last that the line was told is this. */
async function becomes(match: Partial<Presence>, socket = viewer): Promise<Presence> {
  await expect.poll(() => told(socket).at(-1), { timeout: 15_000 }).toMatchObject({ userId: ming.id, ...match });
  return told(socket).at(-1)!;
}

async function befriend(): Promise<void> {
  const id = uuidv7();
  await ming.call('contact.request', { id, userId: hua.id, note: '' });
  await hua.call('contact.accept', { requestId: id });
}

describe('presence', () => {
  test('follows the devices, and after the last one says when they were seen', async () => {
    expect(await look()).toEqual({ userId: ming.id, state: 'offline', lastSeenAt: null, status: null });
    const phone = await connect(ming);
    await becomes({ state: 'online', lastSeenAt: null });
    const before = app.clock.now();
    phone.close();
    const { lastSeenAt } = await becomes({ state: 'offline' });
    expect(lastSeenAt).toBeGreaterThanOrEqual(before - 1_000);
    expect(lastSeenAt).toBeLessThanOrEqual(app.clock.now());
    // The next look finds it, and so does the next start of the server, once it is written.
    expect(await look()).toMatchObject({ lastSeenAt });
    const kept = () =>
      app.db.selectFrom('users').select('last_seen_at').where('id', '=', ming.id).executeTakeFirstOrThrow();
    await expect.poll(kept, { timeout: 15_000 }).toEqual({ last_seen_at: lastSeenAt });
  });

  test('does not flicker when a page reloads', async () => {
    const page = await connect(ming);
    expect(await look()).toMatchObject({ state: 'online' });
    page.close();
    await connect(ming);
    // A change that must come, to know that nothing came before it.
    await ming.call('status.set', { status: { emoji: '🦢', text: '', until: null } });
    await becomes({ state: 'online' });
    expect(told().map(({ state }) => state)).toEqual(['online']);
  });

  test('is away only while nobody touches any of the devices', async () => {
    const [phone, desk] = [await connect(ming), await connect(ming)];
    expect(await look()).toMatchObject({ state: 'online' });
    await phone.call('presence.idle', { idle: true });
    await desk.call('presence.idle', { idle: true });
    await becomes({ state: 'away' });
    await phone.call('presence.idle', { idle: false });
    await becomes({ state: 'online' });
    phone.close();
    await becomes({ state: 'away' });
    expect(told().map(({ state }) => state)).toEqual(['away', 'online', 'away']);
  });

  test.each(['busy', 'away'] as const)('is %s when the user chose it, as long as they are here', async (choice) => {
    await ming.call('settings.update', { presence: choice });
    expect(await look()).toMatchObject({ state: 'offline' });
    const phone = await connect(ming);
    await becomes({ state: choice });
    await ming.call('settings.update', { presence: 'auto' });
    await becomes({ state: 'online' });
    await phone.call('presence.idle', { idle: true });
    await ming.call('settings.update', { presence: choice });
    await becomes({ state: choice });
  });

  test('is offline for who wants to be invisible, who is not seen from then on', async () => {
    const phone = await connect(ming);
    await look();
    await ming.call('settings.update', { presence: 'offline' });
    const { lastSeenAt } = await becomes({ state: 'offline' });
    expect(lastSeenAt).not.toBe(null);
    app.clock.advance(60_000);
    phone.close();
    await connect(ming);
    await ming.call('settings.update', { presence: 'auto' });
    await becomes({ state: 'online' });
    expect(told().filter(({ state }) => state === 'offline')).toMatchObject([{ lastSeenAt }]);
  });

  test('goes only to those who look, and to nobody any more who looks elsewhere', async () => {
    const stranger = await connect(await app.user(`路人${people}`));
    await look();
    await connect(ming);
    await becomes({ state: 'online' });
    await viewer.call('presence.watch', { userIds: [] });
    const before = told().length;
    await ming.call('settings.update', { presence: 'busy' });
    await look(stranger);
    await ming.call('settings.update', { presence: 'away' });
    await becomes({ state: 'away' }, stranger);
    expect(told().length).toBe(before);
  });

  test('of many is answered at once, each once; too many are refused', async () => {
    const crowd = await app.users(Array.from({ length: 200 }, (_, index) => `众${people}·${index}`));
    const ids = crowd.map(({ id }) => id);
    const { presences } = await viewer.call('presence.watch', { userIds: [...ids.slice(0, 199), ids[0]!] });
    expect(presences.map(({ userId }) => userId).sort()).toEqual(ids.slice(0, 199).sort());
    expect(await codeOf(viewer.call('presence.watch', { userIds: [...ids, ming.id] }))).toBe('invalid');
    const unknown = uuidv7();
    expect((await viewer.call('presence.watch', { userIds: [unknown] })).presences).toEqual([
      { userId: unknown, state: 'offline', lastSeenAt: null, status: null },
    ]);
  });

  test('over HTTP is a look that does not stay', async () => {
    await connect(ming);
    const { presences } = await hua.call('presence.watch', { userIds: [ming.id] });
    expect(presences).toMatchObject([{ userId: ming.id, state: 'online' }]);
    expect(await hua.call('presence.idle', { idle: true })).toEqual({});
  });

  test('shows how one is oneself', async () => {
    const phone = await connect(ming);
    expect(await look(phone)).toMatchObject({ state: 'online' });
    await ming.call('settings.update', { presence: 'busy' });
    await becomes({ state: 'busy' }, phone);
  });

  test('of an account that is disabled or deleted is nothing', async () => {
    const administrator = await app.user(`管理${people}`, { role: 'administrator' });
    await ming.call('status.set', { status: { emoji: '', text: '在学习', until: null } });
    await connect(ming);
    await look();
    await administrator.call('admin.setDisabled', { userId: ming.id, disabled: true });
    await becomes({ state: 'offline', lastSeenAt: null, status: null });
    expect(await look()).toEqual({ userId: ming.id, state: 'offline', lastSeenAt: null, status: null });
  });
});

describe('last seen', () => {
  async function seenBy(socket: TestSocket): Promise<number | null> {
    return (await look(socket)).lastSeenAt;
  }

  beforeEach(async () => {
    await app.db.updateTable('users').set({ last_seen_at: app.clock.now() }).where('id', '=', ming.id).execute();
  });

  test('is for everybody, for contacts, or for nobody', async () => {
    expect(await seenBy(viewer)).not.toBe(null);
    await ming.call('settings.update', { lastSeenFor: 'contacts' });
    await becomes({ lastSeenAt: null });
    await befriend();
    await expect.poll(() => told().at(-1)?.lastSeenAt, { timeout: 15_000 }).toBeTypeOf('number');
    const stranger = await connect(await app.user(`路人${people}`));
    expect(await seenBy(stranger)).toBe(null);
    await hua.call('contact.remove', { userId: ming.id });
    await becomes({ lastSeenAt: null });
    await ming.call('settings.update', { lastSeenFor: 'nobody' });
    expect(await seenBy(viewer)).toBe(null);
  });
});

describe('a block', () => {
  test('shows both of them nothing of the other, at once', async () => {
    const phone = await connect(ming);
    await ming.call('status.set', { status: { emoji: '🦢', text: '南飞', until: null } });
    expect(await look()).toMatchObject({ state: 'online', status: { text: '南飞' } });
    await phone.call('presence.watch', { userIds: [hua.id] });
    await hua.call('contact.block', { userId: ming.id });
    await becomes({ state: 'offline', lastSeenAt: null, status: null });
    await expect
      .poll(() => told(phone).at(-1))
      .toEqual({ userId: hua.id, state: 'offline', lastSeenAt: null, status: null });
    expect(await look()).toEqual({ userId: ming.id, state: 'offline', lastSeenAt: null, status: null });

    const before = told().length;
    await ming.call('settings.update', { presence: 'busy' });
    const stranger = await connect(await app.user(`路人${people}`));
    await look(stranger);
    await ming.call('settings.update', { presence: 'auto' });
    await becomes({ state: 'online' }, stranger);
    expect(told().length).toBe(before);
    await hua.call('contact.unblock', { userId: ming.id });
    await becomes({ state: 'online', status: { emoji: '🦢', text: '南飞', until: null } });
  });
});

describe('a custom status', () => {
  test('is shown to those who look, and cleared', async () => {
    await look();
    await ming.call('status.set', { status: { emoji: '📚', text: '备考中', until: null } });
    await becomes({ status: { emoji: '📚', text: '备考中', until: null } });
    await ming.call('status.set', { status: null });
    await becomes({ status: null });
    await ming.call('status.set', { status: { emoji: ' ', text: '', until: null } });
    expect(await look()).toMatchObject({ status: null });
  });

  test('ends by itself', async () => {
    await look();
    const until = app.clock.now() + 1_500;
    await ming.call('status.set', { status: { emoji: '🍜', text: '吃面', until } });
    await becomes({ status: { emoji: '🍜', text: '吃面', until } });
    await becomes({ status: null });
    expect(await look()).toMatchObject({ status: null });
  });

  test('that is over already is refused', async () => {
    const status = { emoji: '', text: '昨天', until: app.clock.now() - 1 };
    expect(await codeOf(ming.call('status.set', { status }))).toBe('invalid');
  });
});
