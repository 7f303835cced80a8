import type { Changes } from '@hongyan/protocol';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeOf, startTestApp, type TestApp, type TestUser } from '../../testing/index.ts';

const day = 24 * 3_600_000;
let app: TestApp;
let ming: TestUser;
let hua: TestUser;
let people = 0;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

beforeEach(async () => {
  people += 1;
  [ming, hua] = (await app.users([`小明${people}`, `小华${people}`])) as [TestUser, TestUser];
});

/** Everything of a user's own scope after a revision, from 0 on as after a fresh start. */
async function me(user: TestUser, after = 0): Promise<Changes> {
  return user.call('changes', { scope: 'me', after });
}

async function ask(from: TestUser, to: TestUser, note = ''): Promise<string> {
  const id = uuidv7();
  await from.call('contact.request', { id, userId: to.id, note });
  return id;
}

async function befriend(a: TestUser, b: TestUser): Promise<void> {
  await b.call('contact.accept', { requestId: await ask(a, b) });
}

const contactsOf = async (user: TestUser) => (await me(user)).contacts?.map(({ userId }) => userId) ?? [];
const statesOf = async (user: TestUser) => (await me(user)).requests?.map(({ state }) => state) ?? [];

describe('asking to become contacts', () => {
  test('shows live on both sides, with the profile of the other', async () => {
    const [mine, theirs] = await Promise.all([ming.socket(), hua.socket()]);
    const id = await ask(ming, hua, '我是小明');
    const seen = await theirs.untilChanges('me', ({ requests }) => requests !== undefined);
    expect(seen.requests).toMatchObject([{ id, fromId: ming.id, toId: hua.id, note: '我是小明', state: 'pending' }]);
    expect(seen.users).toMatchObject([{ id: ming.id, name: ming.name }]);
    const own = await mine.untilChanges('me', ({ requests }) => requests !== undefined);
    expect(own.requests).toMatchObject([{ id, state: 'pending', decidedAt: null }]);
    expect(own.users).toMatchObject([{ id: hua.id }]);
    mine.close();
    theirs.close();
  });

  test('again with the same id is harmless, and with the id of another a conflict', async () => {
    const request = { id: uuidv7(), userId: hua.id, note: '你好' };
    await ming.call('contact.request', request);
    const before = await me(hua);
    await Promise.all([ming.call('contact.request', request), ming.call('contact.request', request)]);
    expect(await me(hua)).toEqual(before);
    expect(await codeOf(ming.call('contact.request', { ...request, note: '别的' }))).toBe('conflict');
    const other = await app.user(`小卫${people}`);
    expect(await codeOf(other.call('contact.request', request))).toBe('conflict');
    expect(await codeOf(other.call('contact.request', { ...request, userId: ming.id }))).toBe('conflict');
  });

  test('again with another note puts it in the place of the first', async () => {
    await ask(ming, hua, '一');
    const id = await ask(ming, hua, '二');
    const open = (await me(hua)).requests!.filter(({ state }) => state === 'pending');
    expect(open).toMatchObject([{ id, note: '二' }]);
  });

  test.each([
    ['oneself', () => ming.id, 'not_yourself'],
    ['nobody', () => uuidv7(), 'user_not_found'],
  ] as const)('%s is refused', async (_, userId, code) => {
    expect(await codeOf(ming.call('contact.request', { id: uuidv7(), userId: userId(), note: '' }))).toBe(code);
  });

  test('somebody unverified, disabled or deleted finds nobody', async () => {
    for (const gone of ['verified_at', 'disabled_at', 'deleted_at'] as const) {
      const person = await app.user(`不在${gone}${people}`);
      const value = gone === 'verified_at' ? null : app.clock.now();
      await app.db
        .updateTable('users')
        .set({ [gone]: value })
        .where('id', '=', person.id)
        .execute();
      const request = { id: uuidv7(), userId: person.id, note: '' };
      expect(await codeOf(ming.call('contact.request', request))).toBe('user_not_found');
    }
  });

  test('who takes no requests is refused, but not as an answer to their own', async () => {
    await hua.call('settings.update', { requestsFrom: 'nobody' });
    const request = { id: uuidv7(), userId: hua.id, note: '' };
    expect(await codeOf(ming.call('contact.request', request))).toBe('requests_closed');
    await ask(hua, ming);
    expect(await codeOf(ming.call('contact.request', request))).toBe('ok');
    expect(await contactsOf(ming)).toEqual([hua.id]);
  });

  test('a contact is refused', async () => {
    await befriend(ming, hua);
    const again = ming.call('contact.request', { id: uuidv7(), userId: hua.id, note: '' });
    expect(await codeOf(again)).toBe('already_contacts');
  });

  test('ends at a hundred that nobody answered, until one is withdrawn', async () => {
    const crowd = await app.users(Array.from({ length: 101 }, (_, index) => `众${people}·${index}`));
    const first = await ask(ming, crowd[0]!);
    for (const person of crowd.slice(1, 100)) await ask(ming, person);
    const last = () => ming.call('contact.request', { id: uuidv7(), userId: crowd[100]!.id, note: '' });
    expect(await codeOf(last())).toBe('too_many');
    await ming.call('contact.withdraw', { requestId: first });
    expect(await codeOf(last())).toBe('ok');
  });

  test('one person over and over is refused after a while', async () => {
    const codes: string[] = [];
    for (let times = 0; times < 12; times += 1) {
      const request = { id: uuidv7(), userId: hua.id, note: String(times) };
      codes.push(await codeOf(ming.call('contact.request', request)));
    }
    expect(codes.slice(0, 10)).toEqual(Array<string>(10).fill('ok'));
    expect(codes.at(-1)).toBe('rate_limited');
  });
});

describe('requests that cross', () => {
  test('make both contacts at once', async () => {
    const theirs = await hua.socket();
    await ask(ming, hua);
    await ask(hua, ming);
    expect([await contactsOf(ming), await contactsOf(hua)]).toEqual([[hua.id], [ming.id]]);
    expect(await statesOf(ming)).toEqual(['accepted', 'accepted']);
    const { contacts } = await theirs.untilChanges('me', (changes) => (changes.contacts?.length ?? 0) > 0);
    expect(contacts).toMatchObject([{ userId: ming.id, deleted: false }]);
    theirs.close();
  });

  test('sent at the same moment leave no one waiting', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [a, b] = (await app.users([`甲${people}·${round}`, `乙${people}·${round}`])) as [TestUser, TestUser];
      await Promise.all([ask(a, b), ask(b, a)]);
      expect([await contactsOf(a), await contactsOf(b)]).toEqual([[b.id], [a.id]]);
      expect(await statesOf(a)).not.toContain('pending');
    }
  });
});

describe('answering a request', () => {
  test('with yes makes both contacts, live, with a direct room', async () => {
    const [mine, theirs] = await Promise.all([ming.socket(), hua.socket()]);
    const requestId = await ask(ming, hua);
    await hua.call('contact.accept', { requestId });
    for (const [socket, other] of [
      [mine, hua],
      [theirs, ming],
    ] as const) {
      const changes = await socket.untilChanges('me', ({ contacts }) => (contacts?.length ?? 0) > 0);
      expect(changes.contacts).toMatchObject([{ userId: other.id, deleted: false, remark: '' }]);
      expect(changes.requests).toMatchObject([{ id: requestId, state: 'accepted' }]);
      await socket.untilChanges('me', ({ subscriptions }) => subscriptions?.length === 1);
    }
    const [a, b] = [(await me(ming)).subscriptions!, (await me(hua)).subscriptions!];
    expect(a.map(({ roomId }) => roomId)).toEqual(b.map(({ roomId }) => roomId));
    mine.close();
    theirs.close();
  });

  test('with no is not told to who asked, and asking again reaches nobody for a day', async () => {
    const socket = await ming.socket();
    const requestId = await ask(ming, hua);
    const before = await me(ming);
    await hua.call('contact.decline', { requestId });
    expect(await me(ming)).toEqual(before);
    expect(await statesOf(hua)).toEqual(['declined']);
    await socket.settle();
    expect(JSON.stringify(socket.pushes)).not.toContain('declined');

    await ask(ming, hua, '再试一次');
    expect(await statesOf(ming)).toEqual(expect.arrayContaining(['withdrawn', 'pending']));
    expect(await statesOf(hua)).not.toContain('pending');
    app.clock.advance(day + 1);
    await ask(ming, hua, '第三次');
    expect(await statesOf(hua)).toContain('pending');
    socket.close();
  });

  test('with no still lets the other ask, who then has a yes', async () => {
    await hua.call('contact.decline', { requestId: await ask(ming, hua) });
    await ask(hua, ming);
    expect([await contactsOf(ming), await contactsOf(hua)]).toEqual([[hua.id], [ming.id]]);
  });

  test('twice is harmless, and otherwise too late', async () => {
    const accepted = await ask(ming, hua);
    const both = [1, 2].map(() => codeOf(hua.call('contact.accept', { requestId: accepted })));
    expect(await Promise.all(both)).toEqual(['ok', 'ok']);
    expect(await codeOf(hua.call('contact.decline', { requestId: accepted }))).toBe('request_not_found');
    expect(await codeOf(ming.call('contact.withdraw', { requestId: accepted }))).toBe('request_not_found');
    expect(await contactsOf(hua)).toEqual([ming.id]);
  });

  test('is for the one who was asked, and taking back for the one who asked', async () => {
    const requestId = await ask(ming, hua);
    const other = await app.user(`小卫${people}`);
    for (const user of [ming, other]) {
      expect(await codeOf(user.call('contact.accept', { requestId }))).toBe('request_not_found');
      expect(await codeOf(user.call('contact.decline', { requestId }))).toBe('request_not_found');
    }
    for (const user of [hua, other]) {
      expect(await codeOf(user.call('contact.withdraw', { requestId }))).toBe('request_not_found');
    }
    expect(await contactsOf(ming)).toEqual([]);
  });

  test('taken back is seen by both, and cannot be accepted any more', async () => {
    const theirs = await hua.socket();
    const requestId = await ask(ming, hua);
    await ming.call('contact.withdraw', { requestId });
    await theirs.untilChanges('me', ({ requests }) => requests?.[0]?.state === 'withdrawn');
    expect(await codeOf(hua.call('contact.accept', { requestId }))).toBe('request_not_found');
    expect([await statesOf(ming), await statesOf(hua)]).toEqual([['withdrawn'], ['withdrawn']]);
    theirs.close();
  });

  test('taken back and accepted at the same moment is one of both', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [a, b] = (await app.users([`丙${people}·${round}`, `丁${people}·${round}`])) as [TestUser, TestUser];
      const requestId = await ask(a, b);
      const codes = await Promise.all([
        codeOf(a.call('contact.withdraw', { requestId })),
        codeOf(b.call('contact.accept', { requestId })),
      ]);
      expect(codes.toSorted()).toEqual(['ok', 'request_not_found']);
      expect((await contactsOf(a)).length).toBe(codes[1] === 'ok' ? 1 : 0);
      expect((await contactsOf(b)).length).toBe(codes[1] === 'ok' ? 1 : 0);
    }
  });
});

describe('a contact', () => {
  test('has what I keep about them, on my devices alone', async () => {
    await befriend(ming, hua);
    const [mine, theirs] = await Promise.all([ming.socket(), hua.socket()]);
    const kept = {
      remark: '华姐',
      phone: '138 0000 0000',
      address: '成都',
      notes: '爱吃辣',
      group: '同学',
      starred: true,
    };
    await ming.call('contact.update', { userId: hua.id, ...kept });
    await ming.call('contact.update', { userId: hua.id, starred: false });
    const { contacts } = await mine.untilChanges('me', (changes) => changes.contacts?.[0]?.starred === false);
    expect(contacts).toMatchObject([{ userId: hua.id, ...kept, starred: false }]);
    expect((await me(ming)).contacts).toEqual(contacts);
    await theirs.settle();
    expect(theirs.changesOf('me')).toEqual([]);
    expect(JSON.stringify(await me(hua))).not.toContain('华姐');
    mine.close();
    theirs.close();
  });

  test('only can be kept something about', async () => {
    expect(await codeOf(ming.call('contact.update', { userId: hua.id, remark: 'x' }))).toBe('not_contact');
    await befriend(ming, hua);
    const tooLong = { userId: hua.id, remark: '长'.repeat(65) };
    expect(await codeOf(ming.call('contact.update', tooLong))).toBe('invalid');
    await hua.call('contact.remove', { userId: ming.id });
    expect(await codeOf(ming.call('contact.update', { userId: hua.id, remark: 'x' }))).toBe('not_contact');
  });

  test('removed is gone for both, live; what was kept comes back with them', async () => {
    await befriend(ming, hua);
    await ming.call('contact.update', { userId: hua.id, remark: '华姐' });
    const { to } = await me(ming);
    const socket = await ming.socket();
    await hua.call('contact.remove', { userId: ming.id });
    const { contacts } = await socket.untilChanges('me', (changes) => changes.contacts?.[0]?.deleted === true);
    expect(contacts).toMatchObject([{ userId: hua.id, deleted: true }]);
    expect((await me(ming, to)).contacts).toEqual(contacts);
    expect([await contactsOf(ming), await contactsOf(hua)]).toEqual([[], []]);
    expect(await codeOf(hua.call('contact.remove', { userId: ming.id }))).toBe('ok');
    await befriend(hua, ming);
    expect((await me(ming)).contacts).toMatchObject([{ userId: hua.id, remark: '华姐', deleted: false }]);
    socket.close();
  });

  test('who deletes their account is gone from contacts, requests and blocks', async () => {
    const leaving = await app.signUp(`将离${people}`);
    const [asked, asking, blocker] = (await app.users([`被问${people}`, `问人${people}`, `屏蔽${people}`])) as [
      TestUser,
      TestUser,
      TestUser,
    ];
    await befriend(leaving, ming);
    await ask(leaving, asked);
    await ask(asking, leaving);
    await blocker.call('contact.block', { userId: leaving.id });
    const before = await me(ming);
    const socket = await asked.socket();
    await leaving.call('account.delete', { password: leaving.password });
    const live = await socket.untilChanges('me', ({ requests }) => requests?.[0]?.state === 'withdrawn');
    expect(live.users).toMatchObject([{ id: leaving.id, name: '', deleted: true }]);
    expect((await me(ming, before.to)).contacts).toMatchObject([{ userId: leaving.id, deleted: true }]);
    expect(await contactsOf(ming)).toEqual([]);
    expect(await statesOf(asked)).toEqual(['withdrawn']);
    expect(await statesOf(asking)).toEqual(['withdrawn']);
    expect((await me(blocker)).blocks ?? []).toEqual([]);
    socket.close();
  });
});
