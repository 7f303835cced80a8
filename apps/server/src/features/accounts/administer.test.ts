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
    expect(await claim('chief', 'x'.repeat(43))).toBe('link_invalid');
    expect((await Promise.all([claim('掌门'), claim('chief')])).sort()).toEqual(['ok', 'setup_done']);
    expect(await claim('late')).toBe('setup_done');
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

  test('cannot disable themselves, nor somebody who is not there', async () => {
    const disable = (userId: string) => codeOf(administrator.call('admin.setDisabled', { userId, disabled: true }));
    expect(await disable(administrator.id)).toBe('not_yourself');
    expect(await disable(crypto.randomUUID())).toBe('user_not_found');
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
});
