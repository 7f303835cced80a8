import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  codeOf,
  mailedToken,
  startTestApp,
  type TestApp,
  type TestSocket,
  type TestUser,
} from '../../testing/index.ts';

const newPassword = '春眠不觉晓·处处闻啼鸟';
const hour = 3_600_000;
let app: TestApp;
let ming: TestUser & { password: string };
let people = 0;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

beforeEach(async () => {
  people += 1;
  ming = await app.signUp(`小明${people}`);
});

const signIn = (login: string, password: string) => app.call('account.signIn', { login, password });
const mailsTo = (email: string) =>
  app.db.selectFrom('mails').selectAll().where('recipient', '=', email).orderBy('id').execute();

async function selfOf(user: TestUser) {
  const { changes } = await user.call('sync', { me: 0, rooms: [] });
  return changes.find(({ scope }) => scope === 'me')!.self!;
}

async function askReset(login = ming.name): Promise<string> {
  await app.call('account.requestReset', { login, locale: 'zh-CN' });
  return mailedToken(app.db, ming.email);
}

describe('a forgotten password', () => {
  test('is replaced by the link of a mail, and every device is signed out', async () => {
    const socket = await ming.socket();
    const token = await askReset(ming.email);
    expect((await mailsTo(ming.email)).at(-1)!.body).toContain('/reset?token=');
    await app.call('account.reset', { token, password: newPassword });
    expect(await socket.closed).toBe(4001);
    expect(socket.pushes.at(-1)).toEqual({ push: 'ended', reason: 'password-changed' });
    expect(await codeOf(ming.call('account.session', {}))).toBe('not_signed_in');
    expect(await codeOf(signIn(ming.name, ming.password))).toBe('sign_in_failed');
    expect(await codeOf(signIn(ming.name, newPassword))).toBe('ok');
  });

  test('opens a locked account, and verifies one that is not yet', async () => {
    for (let failures = 0; failures < 5; failures += 1) await codeOf(signIn(ming.name, 'not the password'));
    expect(await codeOf(signIn(ming.name, ming.password))).toBe('account_locked');
    await app.call('account.reset', { token: await askReset(), password: newPassword });
    expect(await codeOf(signIn(ming.name, newPassword))).toBe('ok');

    const person = { name: `新来${people}`, email: `new-${people}@example.org`, password: ming.password };
    await app.call('account.register', { ...person, locale: 'zh-CN' });
    await app.call('account.requestReset', { login: person.name, locale: 'zh-CN' });
    await app.call('account.reset', { token: await mailedToken(app.db, person.email), password: newPassword });
    expect(await codeOf(signIn(person.name, newPassword))).toBe('ok');
  });

  test('link works once, for an hour, and not beside another that was used', async () => {
    const [first, second] = [await askReset(), await askReset()];
    const check = (token: string) => codeOf(app.call('account.checkReset', { token }));
    const reset = (token: string, password = newPassword) => codeOf(app.call('account.reset', { token, password }));
    // Asking whether it works does not use it up.
    expect([await check(second), await check(second), await reset(second)]).toEqual(['ok', 'ok', 'ok']);
    for (const ask of [check, reset]) {
      expect(await ask(second)).toBe('link_used');
      expect(await ask(first)).toBe('link_used');
      expect(await ask('nonsense')).toBe('link_invalid');
    }
    const third = await askReset();
    app.clock.advance(hour + 1);
    expect([await check(third), await reset(third)]).toEqual(['link_expired', 'link_expired']);
  });

  test('is not replaced by a weak one, and the link stays good', async () => {
    const token = await askReset();
    const { name } = await app.call('account.checkReset', { token });
    expect(name).toBe(ming.name);
    expect(await codeOf(app.call('account.reset', { token, password: `${ming.name}aa1` }))).toBe('invalid');
    expect(await codeOf(app.call('account.reset', { token, password: 'iloveyou' }))).toBe('password_weak');
    expect(await codeOf(app.call('account.reset', { token, password: newPassword }))).toBe('ok');
  });
});

describe('choosing a new password', () => {
  test('ends the other sessions at once, and not this one', async () => {
    const other = await signIn(ming.name, ming.password);
    const socket: TestSocket = await ming.socket();
    await ming.call('account.changePassword', { password: ming.password, newPassword });
    await socket.untilChanges(
      'me',
      ({ sessions }) => sessions?.some(({ id, ended }) => id === other.sessionId && ended) ?? false,
    );
    expect(await codeOf(ming.call('account.session', {}))).toBe('ok');
    expect(await codeOf(signIn(ming.name, ming.password))).toBe('sign_in_failed');
    expect(await codeOf(signIn(ming.name, newPassword))).toBe('ok');
    socket.close();
  });

  test('needs the old one, and voids links that were asked for before', async () => {
    const wrong = ming.call('account.changePassword', { password: 'wrong', newPassword });
    expect(await codeOf(wrong)).toBe('password_wrong');
    const reset = await askReset();
    const email = `thief-${people}@example.org`;
    await ming.call('account.changeEmail', { password: ming.password, email, locale: 'en' });
    await ming.call('account.changePassword', { password: ming.password, newPassword });
    expect(await codeOf(app.call('account.reset', { token: reset, password: newPassword }))).toBe('link_used');
    const token = await mailedToken(app.db, email);
    expect(await codeOf(app.call('account.confirmEmail', { token }))).toBe('link_used');
    expect(await selfOf(ming)).toMatchObject({ email: ming.email, newEmail: null });
  });

  test('lets no sign-in with the old one slip through at the same moment', async () => {
    const signIns = Array.from({ length: 4 }, () => signIn(ming.name, ming.password).catch(() => null));
    const change = ming.call('account.changePassword', { password: ming.password, newPassword });
    const opened = (await Promise.all(signIns)).flatMap((answer) => (answer ? [answer.sessionId] : []));
    await change;
    const stillOpen = await app.db
      .selectFrom('sessions')
      .select('id')
      .where('user_id', '=', ming.id)
      .where('ended_at', 'is', null)
      .execute();
    expect(stillOpen).toEqual([{ id: ming.sessionId }]);
    expect(opened).not.toContain(ming.sessionId);
  });

  test('lets nobody with somebody else’s device try passwords without end', async () => {
    const tries = Array.from({ length: 20 }, (_, index) =>
      codeOf(ming.call('account.changePassword', { password: `wrong${index}`, newPassword })),
    );
    const codes = await Promise.all(tries);
    expect(codes).toContain('password_wrong');
    expect(codes).toContain('rate_limited');
    expect(codes).not.toContain('ok');
  });
});

describe('changing the address', () => {
  test('counts once the link at the new one is opened, and tells the old one', async () => {
    const email = `ming-new-${people}@example.org`;
    const socket = await ming.socket();
    await ming.call('account.changeEmail', { password: ming.password, email, locale: 'zh-CN' });
    const asked = await socket.untilChanges('me', ({ self }) => self?.newEmail === email);
    expect(asked.self).toMatchObject({ email: ming.email, newEmail: email });
    expect(await codeOf(signIn(email, ming.password))).toBe('sign_in_failed');

    const reset = await askReset();
    const token = await mailedToken(app.db, email);
    await app.call('account.confirmEmail', { token });
    const done = await socket.untilChanges('me', ({ self }) => self?.email === email);
    expect(done.self).toMatchObject({ email, newEmail: null });
    expect((await mailsTo(ming.email)).at(-1)!.body).toContain(email);
    expect(await codeOf(signIn(email, ming.password))).toBe('ok');
    expect(await codeOf(signIn(ming.email, ming.password))).toBe('sign_in_failed');
    expect(await codeOf(app.call('account.confirmEmail', { token }))).toBe('link_used');
    // Whoever reads the old mailbox must not get in by a link that went there before.
    expect(await codeOf(app.call('account.reset', { token: reset, password: newPassword }))).toBe('link_used');
    socket.close();
  });

  test('to one that somebody has answers the same, tells them, and never counts', async () => {
    const hua = await app.signUp(`小华${people}`);
    await ming.call('account.changeEmail', { password: ming.password, email: hua.email, locale: 'zh-CN' });
    expect(await selfOf(ming)).toMatchObject({ email: ming.email, newEmail: hua.email });
    expect((await mailsTo(hua.email)).at(-1)).toMatchObject({ subject: '你已有账号' });
    expect((await mailsTo(hua.email)).at(-1)!.body).not.toContain('token=');
  });

  test('is not stopped by somebody who only claimed it', async () => {
    const email = `mine-${people}@example.org`;
    const squatter = { name: `占名${people}`, email, password: newPassword, locale: 'en' as const };
    await app.call('account.register', squatter);
    await ming.call('account.changeEmail', { password: ming.password, email, locale: 'en' });
    await app.call('account.confirmEmail', { token: await mailedToken(app.db, email) });
    expect(await codeOf(signIn(email, ming.password))).toBe('ok');
    expect(await codeOf(signIn(squatter.name, newPassword))).toBe('sign_in_failed');
  });

  test('needs the password, and an address', async () => {
    const change = (args: { password: string; email: string }) =>
      codeOf(ming.call('account.changeEmail', { ...args, locale: 'en' }));
    expect(await change({ password: 'wrong', email: 'a@example.org' })).toBe('password_wrong');
    expect(await change({ password: ming.password, email: 'no address' })).toBe('email_invalid');
  });

  test('to two at once: the newer link counts', async () => {
    const [first, second] = [`first-${people}@example.org`, `second-${people}@example.org`];
    for (const email of [first, second])
      await ming.call('account.changeEmail', { password: ming.password, email, locale: 'en' });
    const confirm = async (email: string) =>
      codeOf(app.call('account.confirmEmail', { token: await mailedToken(app.db, email) }));
    expect(await confirm(first)).toBe('link_used');
    expect(await confirm(second)).toBe('ok');
    expect(await selfOf(ming)).toMatchObject({ email: second });
  });
});

describe('deleting an account', () => {
  test('needs the password', async () => {
    expect(await codeOf(ming.call('account.delete', { password: 'wrong' }))).toBe('password_wrong');
    expect(await codeOf(ming.call('account.session', {}))).toBe('ok');
  });

  test('signs out, frees name and address, and leaves a nameless author', async () => {
    const hua = await app.user(`小华${people}`);
    const { room } = await ming.call('room.direct', { userId: hua.id });
    await ming.call('message.send', { roomId: room.id, id: crypto.randomUUID(), text: '后会有期' });
    await ming.call('account.updateProfile', { bio: '江湖人称小明' });
    const socket = await ming.socket();
    const huaSocket = await hua.socket();
    await ming.call('account.delete', { password: ming.password });
    expect(await socket.closed).toBe(4001);
    expect(socket.pushes.at(-1)).toEqual({ push: 'ended', reason: 'account-deleted' });
    expect(await codeOf(ming.call('account.session', {}))).toBe('not_signed_in');
    expect(await codeOf(signIn(ming.name, ming.password))).toBe('sign_in_failed');

    const seen = await huaSocket.untilChanges(room.id, ({ users }) => users?.some(({ deleted }) => deleted) ?? false);
    expect(seen.users).toMatchObject([{ id: ming.id, name: '', displayName: '', bio: '', deleted: true }]);
    const page = await hua.call('message.page', { roomId: room.id, limit: 10 });
    expect(page.messages.map(({ text }) => text)).toContain('后会有期');
    expect(page.users.find(({ id }) => id === ming.id)).toMatchObject({ name: '', deleted: true });
    expect((await hua.call('user.find', { query: ming.name })).user).toBe(null);
    const next = { name: ming.name, email: ming.email, password: newPassword, locale: 'en' as const };
    expect(await codeOf(app.call('account.register', next))).toBe('ok');
    huaSocket.close();
  });

  test('leaves nothing that only they could see, and no word to those whom they asked', async () => {
    const hua = await app.user(`小华${people}`);
    const id = crypto.randomUUID();
    await ming.call('contact.request', { id, userId: hua.id, note: '我是隔壁的小明' });
    const { room } = await ming.call('room.direct', { userId: hua.id });
    const message = { roomId: room.id, id: crypto.randomUUID(), text: '后会有期' };
    await ming.call('message.send', message);
    await ming.call('message.save', { roomId: room.id, id: message.id, on: true });
    await ming.call('draft.set', { roomId: room.id, text: '还有一句', replyTo: null });
    await ming.call('account.requestReset', { login: ming.name, locale: 'en' });
    await ming.call('account.delete', { password: ming.password });
    for (const table of ['drafts', 'saved_messages', 'sessions', 'subscriptions', 'mail_tokens'] as const) {
      expect(await app.db.selectFrom(table).select('user_id').where('user_id', '=', ming.id).execute()).toEqual([]);
    }
    const { requests } = await hua.call('changes', { scope: 'me', after: 0 });
    expect(requests).toMatchObject([{ id, state: 'withdrawn', note: '' }]);
    expect(await codeOf(hua.call('message.page', { roomId: room.id, limit: 10 }))).toBe('ok');
  });

  test('waits until rooms with others are handed over', async () => {
    const hua = await app.user(`小华${people}`);
    const roomId = crypto.randomUUID();
    await ming.call('room.create', { id: roomId, kind: 'group', name: '诗社', topic: '', userIds: [hua.id] });
    expect(await codeOf(ming.call('account.delete', { password: ming.password }))).toBe('owns_rooms');
    expect(await codeOf(ming.call('account.session', {}))).toBe('ok');
    await ming.call('room.transfer', { roomId, userId: hua.id });
    expect(await codeOf(ming.call('account.delete', { password: ming.password }))).toBe('ok');
  });
});
