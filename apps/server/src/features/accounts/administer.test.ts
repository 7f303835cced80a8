import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, startTestApp, type TestApp, type TestUser } from '../../testing/index.ts';

const password = '会当凌绝顶·一览众山小';
let app: TestApp;
let administrator: TestUser;

beforeAll(async () => {
  app = await startTestApp();
  administrator = await app.user('管理员', { role: 'administrator' });
});
afterAll(() => app.close());

describe('the set-up link', () => {
  test('makes one administrator, once', async () => {
    const fresh = await startTestApp();
    expect(await fresh.call('server.info', {})).toMatchObject({ needsSetup: true, sendsMail: false });
    const link = new URL(fresh.app.setupLink!);
    expect(link.pathname).toBe('/setup');
    const token = link.searchParams.get('token')!;
    const claim = (name: string, key = token) =>
      codeOf(fresh.call('setup.claim', { token: key, name, email: `${name}@example.org`, password }));
    const check = (key = token) => codeOf(fresh.call('setup.check', { token: key }));
    expect(await claim('chief', 'x'.repeat(43))).toBe('link_invalid');
    // Asking whether it works does not use it up.
    expect([await check('x'.repeat(43)), await check(), await check()]).toEqual(['link_invalid', 'ok', 'ok']);
    expect((await Promise.all([claim('掌门'), claim('chief')])).sort()).toEqual(['ok', 'setup_done']);
    expect([await claim('late'), await check()]).toEqual(['setup_done', 'setup_done']);
    expect(await fresh.call('server.info', {})).toMatchObject({ needsSetup: false });
    const admins = await fresh.db.selectFrom('users').select(['name', 'role', 'verified_at']).execute();
    expect(admins).toMatchObject([{ role: 'administrator', verified_at: expect.any(Number) }]);
    await fresh.close();
  });
});

describe('an administrator', () => {
  test('reads the mails with their links while no mail leaves', async () => {
    await app.call('account.register', { name: '访客', email: 'guest@example.org', password, locale: 'zh-CN' });
    const { mails } = await administrator.call('admin.mails', {});
    expect(mails[0]).toMatchObject({ to: 'guest@example.org', subject: '确认你的邮箱', sentAt: null, error: null });
    const token = /token=([\w-]+)/.exec(mails[0]!.text)![1]!;
    await app.call('account.verify', { token });
    expect(await codeOf(app.call('account.signIn', { login: '访客', password }))).toBe('ok');
  });

  test('takes a mail out of the outbox once its link is handed out', async () => {
    for (const name of ['访客甲', '访客乙']) {
      await app.call('account.register', { name, email: `${name.at(-1)}@example.org`, password, locale: 'en' });
    }
    const [last, first] = (await administrator.call('admin.mails', {})).mails;
    await administrator.call('admin.removeMail', { mailId: last!.id });
    await administrator.call('admin.removeMail', { mailId: last!.id });
    expect((await administrator.call('admin.mails', {})).mails[0]).toEqual(first);
  });

  test('lists accounts by name, page by page, and finds them by the beginning of name or address', async () => {
    const many = await startTestApp();
    const chief = await many.user('zz', { role: 'administrator' });
    await many.users(Array.from({ length: 120 }, (_, index) => `学生${String(index).padStart(3, '0')}`));
    const first = await chief.call('admin.accounts', {});
    expect(first).toMatchObject({ more: true });
    const second = await chief.call('admin.accounts', { after: first.accounts.at(-1)!.user.id });
    expect(second.more).toBe(false);
    const names = [...first.accounts, ...second.accounts].map(({ user }) => user.name);
    expect(new Set(names).size).toBe(121);
    const found = await chief.call('admin.accounts', { query: '学生01' });
    expect(found.accounts.map(({ user }) => user.name)).toEqual(
      Array.from({ length: 10 }, (_, index) => `学生01${index}`),
    );
    expect((await chief.call('admin.accounts', { query: 'PERSON-1@' })).accounts).toMatchObject([
      { user: { name: 'zz' }, role: 'administrator', state: 'active' },
    ]);
    expect((await chief.call('admin.accounts', { query: '%' })).accounts).toEqual([]);
    await many.close();
  });

  test('disables an account, whose devices are out at once, and enables it again', async () => {
    const ming = await app.user('小明');
    const socket = await ming.socket();
    await administrator.call('admin.setDisabled', { userId: ming.id, disabled: true });
    expect(await socket.closed).toBe(4001);
    expect(socket.pushes.at(-1)).toEqual({ push: 'ended', reason: 'account-disabled' });
    expect(await codeOf(ming.call('account.session', {}))).toBe('not_signed_in');
    const listed = await administrator.call('admin.accounts', { query: '小明' });
    expect(listed.accounts).toMatchObject([{ state: 'disabled' }]);
    await administrator.call('admin.setDisabled', { userId: ming.id, disabled: false });
    // The old device stays signed out.
    expect(await codeOf(ming.call('account.session', {}))).toBe('not_signed_in');
  });

  test.each([
    ['disable', (userId: string) => administrator.call('admin.setDisabled', { userId, disabled: true })],
    ['take the role from', (userId: string) => administrator.call('admin.setRole', { userId, role: 'user' })],
  ])('cannot %s themselves, nor somebody who is not there', async (_, act) => {
    expect(await codeOf(act(administrator.id))).toBe('not_yourself');
    expect(await codeOf(act(crypto.randomUUID()))).toBe('user_not_found');
  });

  test('makes another one, who may at once on an open line, and unmakes them as fast', async () => {
    const lan = await app.user('小兰');
    const socket = await lan.socket();
    const mayRead = () => codeOf(socket.call('admin.mails', {}));
    const setRole = (role: 'administrator' | 'user') => administrator.call('admin.setRole', { userId: lan.id, role });
    expect(await mayRead()).toBe('administrator_only');
    await setRole('administrator');
    expect(await socket.untilChanges('me', 'self')).toMatchObject({ self: { role: 'administrator' } });
    expect(await mayRead()).toBe('ok');
    await setRole('user');
    expect(await mayRead()).toBe('administrator_only');
    await socket.untilChanges('me', (me) => me.self?.role === 'user');
    socket.close();
  });

  test('gives the role to nobody who cannot sign in', async () => {
    await app.call('account.register', { name: '未验证', email: 'unproven@example.org', password, locale: 'en' });
    const { accounts } = await administrator.call('admin.accounts', { query: '未验证' });
    const give = (userId: string) => codeOf(administrator.call('admin.setRole', { userId, role: 'administrator' }));
    expect(await give(accounts[0]!.user.id)).toBe('user_not_found');
    const disabled = await app.user('停用者');
    await administrator.call('admin.setDisabled', { userId: disabled.id, disabled: true });
    expect(await give(disabled.id)).toBe('user_not_found');
  });

  test.each([
    ['disable', (by: TestUser, userId: string) => by.call('admin.setDisabled', { userId, disabled: true })],
    ['unmake', (by: TestUser, userId: string) => by.call('admin.setRole', { userId, role: 'user' })],
  ])('remains when two %s each other at the same moment', async (_, act) => {
    const two = await startTestApp();
    const [left, right] = [
      await two.user('左使', { role: 'administrator' }),
      await two.user('右使', { role: 'administrator' }),
    ];
    const codes = await Promise.all([codeOf(act(left, right.id)), codeOf(act(right, left.id))]);
    expect(codes.filter((code) => code === 'ok')).toHaveLength(1);
    expect(await two.call('server.info', {})).toMatchObject({ needsSetup: false });
    await two.close();
  });

  test('who is the only one cannot go; one of two can', async () => {
    const alone = await startTestApp();
    const chief = await alone.signUp('掌门');
    await alone.db.updateTable('users').set({ role: 'administrator' }).where('id', '=', chief.id).execute();
    const leave = () => codeOf(chief.call('account.delete', { password: chief.password }));
    expect(await leave()).toBe('last_administrator');
    await alone.user('副手', { role: 'administrator' });
    expect(await leave()).toBe('ok');
    await alone.close();
  });

  test('remains when two go at the same moment', async () => {
    const two = await startTestApp();
    const people = [await two.signUp('左使'), await two.signUp('右使')];
    await two.db.updateTable('users').set({ role: 'administrator' }).execute();
    const codes = await Promise.all(
      people.map((one) => codeOf(one.call('account.delete', { password: one.password }))),
    );
    expect(codes.sort()).toEqual(['last_administrator', 'ok']);
    await two.close();
  });
});
