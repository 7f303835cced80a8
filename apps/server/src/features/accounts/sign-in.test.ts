import { type Changes, ProblemError } from '@hongyan/protocol';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, mailedToken, startTestApp, type TestApp, TestSocket, type TestUser } from '../../testing/index.ts';

const minute = 60_000;
let app: TestApp;
let ming: TestUser & { password: string };
let people = 0;

beforeAll(async () => {
  app = await startTestApp();
  ming = await app.signUp('小明');
});
afterAll(() => app.close());

const signIn = (login: string, password: string) => app.call('account.signIn', { login, password });

function newName(): string {
  people += 1;
  return `某人${people}`;
}

/** The answer of a sign-in that fails. */
async function problemOf(login: string, password = 'not the password'): Promise<ProblemError> {
  const error: unknown = await signIn(login, password).catch((reason: unknown) => reason);
  if (!(error instanceof ProblemError)) throw new Error(`signed in as ${login}`);
  return error;
}

async function sessionsOf(user: TestUser) {
  const { changes } = await user.call('sync', { me: 0, rooms: [] });
  return changes.find(({ scope }) => scope === 'me')!.sessions ?? [];
}

/** Another device of the same person. */
async function deviceOf(user: TestUser & { password: string }): Promise<{ token: string; sessionId: string }> {
  const { token, sessionId } = await signIn(user.name, user.password);
  return { token: token!, sessionId };
}

async function asks(token: string): Promise<number> {
  const response = await fetch(`${app.url}/api/account.session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: '{}',
  });
  return response.status;
}

describe('signing in', () => {
  test('works by name and by address, whatever the width and case', async () => {
    for (const login of ['小明', ming.email, ming.email.toUpperCase(), ` ${ming.email.replace('p', 'ｐ')} `]) {
      expect((await signIn(login, ming.password)).userId).toBe(ming.id);
    }
  });

  test('fails with the same answer for a wrong password and for nobody', async () => {
    const wrong = await problemOf('小明');
    const nobody = await problemOf(`nobody-${uuidv7()}`);
    expect([wrong.code, wrong.params]).toEqual(['sign_in_failed', {}]);
    expect([nobody.code, nobody.params]).toEqual(['sign_in_failed', {}]);
    await signIn('小明', ming.password);
  });

  test('locks after five failures, each time for longer, and alike for somebody and nobody', async () => {
    const { name } = await app.signUp(newName());
    const logins = [name, `nobody-${uuidv7()}`];
    const locks: number[][] = [];
    for (const login of logins) {
      const waits: number[] = [];
      for (let failures = 0; failures < 5; failures += 1) expect((await problemOf(login)).code).toBe('sign_in_failed');
      for (let round = 0; round < 3; round += 1) {
        const locked = await problemOf(login);
        expect(locked.code).toBe('account_locked');
        waits.push(Math.round((Number(locked.params['until']) - app.clock.now()) / minute));
        app.clock.advance(waits.at(-1)! * minute + 1_000);
        expect((await problemOf(login)).code).toBe('sign_in_failed');
      }
      locks.push(waits);
    }
    expect(locks).toEqual([
      [1, 2, 4],
      [1, 2, 4],
    ]);
  });

  test('is locked for the right password too, and opens with it afterwards', async () => {
    const { name, password } = await app.signUp(newName());
    for (let failures = 0; failures < 5; failures += 1) await problemOf(name);
    expect(await codeOf(signIn(name, password))).toBe('account_locked');
    app.clock.advance(minute + 1_000);
    expect(await codeOf(signIn(name, password))).toBe('ok');
    for (let failures = 0; failures < 4; failures += 1) await problemOf(name);
    expect(await codeOf(signIn(name, password))).toBe('ok');
  });

  test('locks a name and an address apart, so that nobody learns that they belong together', async () => {
    const administrator = await app.user(newName(), { role: 'administrator' });
    const { name, email, password } = await app.signUp(newName());
    for (let failures = 0; failures < 5; failures += 1) await problemOf(` ${name} `);
    expect((await problemOf(name)).code).toBe('account_locked');
    expect((await problemOf(email)).code).toBe('sign_in_failed');
    expect((await administrator.call('admin.accounts', { query: name })).accounts).toMatchObject([{ state: 'locked' }]);
    expect(await codeOf(signIn(email, password))).toBe('ok');
    expect((await problemOf(name)).code).toBe('account_locked');
    for (let failures = 0; failures < 5; failures += 1) await problemOf(email);
    await app.call('account.requestReset', { login: email, locale: 'en' });
    const newPassword = '江枫渔火对愁眠8';
    await app.call('account.reset', { token: await mailedToken(app.db, email), password: newPassword });
    for (const login of [name, email]) expect(await codeOf(signIn(login, newPassword))).toBe('ok');
  });

  test('counts attempts that come side by side', async () => {
    const { name } = await app.signUp(newName());
    const codes = await Promise.all(Array.from({ length: 12 }, () => codeOf(signIn(name, 'not the password'))));
    expect(codes.filter((code) => code === 'sign_in_failed').length).toBe(5);
    expect(codes.filter((code) => code === 'account_locked').length).toBe(7);
  });

  test('is limited by network address, and says how long to wait', async () => {
    const busy = await startTestApp();
    const ask = (login: string) =>
      fetch(`${busy.url}/api/account.signIn`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ login, password: 'not the password' }),
      });
    // A locked sign-in answers without looking at the password, so these come close behind one another.
    await Promise.all(Array.from({ length: 5 }, () => ask('nobody')));
    const responses = await Promise.all(Array.from({ length: 200 }, () => ask('nobody')));
    const limited = responses.filter(({ status }) => status === 429);
    expect(limited.length).toBeGreaterThan(0);
    expect(responses.filter(({ status }) => status === 403).length).toBe(200 - limited.length);
    expect(limited[0]!.headers.get('retry-after')).toBe('1');
    expect(await limited[0]!.json()).toMatchObject({ code: 'rate_limited', params: { seconds: 1 } });
    await busy.close();
  });

  test('tells only who knows the password that the account is disabled', async () => {
    const administrator = await app.user(newName(), { role: 'administrator' });
    const { id, name, password } = await app.signUp(newName());
    await administrator.call('admin.setDisabled', { userId: id, disabled: true });
    expect((await problemOf(name)).code).toBe('sign_in_failed');
    expect(await codeOf(signIn(name, password))).toBe('account_disabled');
    await administrator.call('admin.setDisabled', { userId: id, disabled: false });
    expect(await codeOf(signIn(name, password))).toBe('ok');
  });
});

describe('a session', () => {
  test('of a browser is a cookie that no script reads and no other site sends', async () => {
    const response = await fetch(`${app.url}/api/account.signIn`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: '小明', password: ming.password, cookie: true }),
    });
    const cookie = response.headers.get('set-cookie')!;
    expect(cookie).toMatch(/^hongyan_session=[\w-]{43}; /);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Lax');
    expect(cookie).toContain('Path=/');
    expect(cookie).not.toContain('Secure');
    expect(await response.json()).not.toHaveProperty('token');

    const withCookie = { 'content-type': 'application/json', cookie: cookie.split(';')[0]! };
    const session = await fetch(`${app.url}/api/account.session`, { method: 'POST', headers: withCookie, body: '{}' });
    expect(await session.json()).toMatchObject({ userId: ming.id });
    const out = await fetch(`${app.url}/api/account.signOut`, { method: 'POST', headers: withCookie, body: '{}' });
    expect(out.headers.get('set-cookie')).toMatch(/^hongyan_session=; .*Expires=Thu, 01 Jan 1970/);
    const after = await fetch(`${app.url}/api/account.session`, { method: 'POST', headers: withCookie, body: '{}' });
    expect(after.status).toBe(401);
  });

  test('cookie is secure where the address is', async () => {
    const safe = await startTestApp({ url: 'https://hongyan.test' });
    const person = await safe.signUp('安全');
    const response = await fetch(`${safe.url}/api/account.signIn`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: '安全', password: person.password, cookie: true }),
    });
    expect(response.headers.get('set-cookie')).toContain('; Secure');
    expect(response.headers.get('strict-transport-security')).toMatch(/max-age=\d+/);
    await safe.close();
  });

  test('is listed with its device, live on the others', async () => {
    const socket = await ming.socket();
    const response = await fetch(`${app.url}/api/account.signIn`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0',
      },
      body: JSON.stringify({ login: '小明', password: ming.password }),
    });
    const { sessionId } = (await response.json()) as { sessionId: string };
    const isNew = (changes: Changes) => changes.sessions?.some(({ id }) => id === sessionId) ?? false;
    const { sessions } = await socket.untilChanges('me', isNew);
    expect(sessions).toMatchObject([{ id: sessionId, device: 'Firefox · Windows', ended: false }]);
    expect((await sessionsOf(ming)).map(({ id }) => id)).toContain(sessionId);
    socket.close();
  });

  test('that is ended by another device closes its sockets and is refused from then on', async () => {
    const other = await deviceOf(ming);
    const own = await ming.socket();
    const socket = await TestSocket.open(app.url, other.token);
    await ming.call('session.end', { sessionId: other.sessionId });
    expect(await socket.closed).toBe(4001);
    expect(socket.pushes.at(-1)).toEqual({ push: 'ended', reason: 'signed-out' });
    expect(await asks(other.token)).toBe(401);
    const { sessions } = await own.untilChanges('me', (changes) => changes.sessions?.[0]?.ended === true);
    expect(sessions).toMatchObject([{ id: other.sessionId, ended: true }]);
    expect((await sessionsOf(ming)).map(({ id }) => id)).not.toContain(other.sessionId);
    own.close();
  });

  test('of all other devices ends at once, and this one stays', async () => {
    const others = [await deviceOf(ming), await deviceOf(ming)];
    const sockets = await Promise.all(others.map(({ token }) => TestSocket.open(app.url, token)));
    await ming.call('session.endOthers', {});
    expect(await Promise.all(sockets.map((socket) => socket.closed))).toEqual([4001, 4001]);
    expect(await Promise.all(others.map(({ token }) => asks(token)))).toEqual([401, 401]);
    expect((await sessionsOf(ming)).map(({ id }) => id)).toEqual([ming.sessionId]);
  });

  test('of somebody else cannot be ended', async () => {
    const hua = await app.user(newName());
    expect(await codeOf(hua.call('session.end', { sessionId: ming.sessionId }))).toBe('invalid');
    expect(await asks(ming.token)).toBe(200);
  });

  test('ends its own sockets on signing out', async () => {
    const { token } = await deviceOf(ming);
    const socket = await TestSocket.open(app.url, token);
    // The end itself is the answer.
    void socket.call('account.signOut', {});
    expect(await socket.closed).toBe(4001);
    expect(await asks(token)).toBe(401);
  });

  test('that is not used for ninety days is over', async () => {
    const { token } = await deviceOf(ming);
    app.clock.advance(89 * 24 * 60 * minute);
    expect(await asks(token)).toBe(200);
    // The use counts, once it is written.
    await expect
      .poll(async () => (await sessionsOf(ming).catch(() => [])).some(({ lastSeenAt }) => lastSeenAt > Date.now()))
      .toBe(true);
    app.clock.advance(2 * 24 * 60 * minute);
    expect(await asks(token)).toBe(200);
    app.clock.advance(91 * 24 * 60 * minute);
    expect(await asks(token)).toBe(401);
  });

  test('over the limit ends the one that was used longest ago', async () => {
    const crowd = await app.signUp(newName());
    const { userId, sessionId } = await crowd.call('account.session', {});
    await app.db
      .insertInto('sessions')
      .values(
        Array.from({ length: 49 }, (_, index) => ({
          id: uuidv7(),
          user_id: userId,
          token_hash: Buffer.from(uuidv7()),
          device: 'bot',
          address: '',
          created_at: app.clock.now() + index,
          last_seen_at: app.clock.now() + index + 1,
          ended_at: null,
          rev: 1,
        })),
      )
      .execute();
    await deviceOf(crowd);
    expect(await asks(crowd.token)).toBe(401);
    const open = await app.db
      .selectFrom('sessions')
      .select('id')
      .where('user_id', '=', userId)
      .where('ended_at', 'is', null)
      .execute();
    expect(open.length).toBe(50);
    expect(open.map(({ id }) => id)).not.toContain(sessionId);
  });
});
