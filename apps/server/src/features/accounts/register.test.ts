import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, mailedToken, startTestApp, type TestApp } from '../../testing/index.ts';

const password = '月落乌啼霜满天7';
const day = 24 * 3_600_000;
let app: TestApp;
let people = 0;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

/** Nobody has this name or address yet. */
function newcomer() {
  people += 1;
  return { name: `新人${people}`, email: `newcomer-${people}@example.org`, password, locale: 'zh-CN' as const };
}

async function registered() {
  const person = newcomer();
  await app.call('account.register', person);
  return person;
}

const signIn = (login: string, secret = password) => app.call('account.signIn', { login, password: secret });
const verify = async (email: string) => app.call('account.verify', { token: await mailedToken(app.db, email) });
const mailsTo = (email: string) =>
  app.db.selectFrom('mails').selectAll().where('recipient', '=', email).orderBy('id').execute();

describe('registering', () => {
  test('with a Chinese name sends a mail in Chinese, and its link opens the account', async () => {
    const person = await registered();
    const [mail] = await mailsTo(person.email);
    expect(mail).toMatchObject({ subject: '确认你的邮箱', sent_at: null });
    expect(mail!.body).toContain(`${person.name}，欢迎`);
    expect(mail!.body).toMatch(/http:\/\/hongyan\.test\/verify\?token=[\w-]{43}\n/);
    expect(await codeOf(signIn(person.name))).toBe('account_unverified');
    await verify(person.email);
    expect(await signIn(person.name)).toMatchObject({ userId: expect.any(String), token: expect.any(String) });
  });

  test('in English sends a mail in English', async () => {
    const person = { ...newcomer(), locale: 'en' as const };
    await app.call('account.register', person);
    expect((await mailsTo(person.email))[0]).toMatchObject({ subject: 'Confirm your e-mail address' });
  });

  test.each([
    ['wáng.lì', 'WÁNG.LÌ'],
    ['ｗｉｄｅ9', 'wide9'],
    ['e\u0301lise', '\u00c9lise'],
    ['张伟·明', '张伟·明'],
  ])('takes the name %s so that %s is taken, too', async (name, lookAlike) => {
    await app.call('account.register', { ...newcomer(), name });
    expect(await codeOf(app.call('account.register', { ...newcomer(), name: lookAlike }))).toBe('name_taken');
  });

  test('lets one of two have a name that both want at the same moment', async () => {
    const { name } = newcomer();
    const codes = await Promise.all(
      [newcomer(), newcomer()].map((person) => codeOf(app.call('account.register', { ...person, name }))),
    );
    expect(codes.sort()).toEqual(['name_taken', 'ok']);
  });

  test.each([
    [{ name: 'a b' }, 'name_invalid'],
    [{ name: '<b>x' }, 'name_invalid'],
    [{ name: '..' }, 'name_invalid'],
    [{ name: '王' }, 'invalid'],
    [{ email: 'nobody' }, 'email_invalid'],
    [{ email: 'a@b.c\r\nBcc: x@y.z' }, 'email_invalid'],
    [{ password: 'short' }, 'invalid'],
    [{ password: 'password123' }, 'password_weak'],
    [{ password: '88888888' }, 'password_weak'],
  ] as const)('refuses %j with %s', async (wrong, code) => {
    expect(await codeOf(app.call('account.register', { ...newcomer(), ...wrong }))).toBe(code);
  });

  test('does not say that an address has an account, but tells its owner', async () => {
    const owner = await registered();
    await verify(owner.email);
    const secret = '夜半钟声到客船9';
    const taken = { ...newcomer(), email: owner.email.toUpperCase(), password: secret };
    const free = { ...newcomer(), password: secret };
    for (const person of [taken, free]) {
      expect(await codeOf(app.call('account.register', person))).toBe('ok');
      expect(await codeOf(signIn(person.name, secret))).toBe('account_unverified');
      expect(await codeOf(signIn(person.email, secret))).toBe('sign_in_failed');
      expect(await codeOf(app.call('account.register', person))).toBe('name_taken');
    }
    expect((await mailsTo(owner.email)).at(-1)).toMatchObject({ subject: '你已有账号' });
    expect(await codeOf(signIn(owner.email))).toBe('ok');
  });

  test('with an address that has an account mails nothing else there, and frees the name after a day', async () => {
    const owner = await registered();
    await verify(owner.email);
    const second = { ...newcomer(), email: owner.email };
    await app.call('account.register', second);
    const before = await mailsTo(owner.email);
    for (const command of ['account.resendVerification', 'account.requestReset'] as const) {
      expect(await codeOf(app.call(command, { login: second.name, locale: 'en' }))).toBe('ok');
    }
    expect(await mailsTo(owner.email)).toEqual(before);
    app.clock.advance(day + 1);
    expect(await codeOf(app.call('account.register', { ...newcomer(), name: second.name }))).toBe('ok');
  });

  test('does not say that somebody else registers with the same address at this moment', async () => {
    const { email } = newcomer();
    const codes = await Promise.all(
      [newcomer(), newcomer(), newcomer()].map((person) => codeOf(app.call('account.register', { ...person, email }))),
    );
    expect(codes).toEqual(['ok', 'ok', 'ok']);
  });

  test('does not let anybody fill the mailbox of an address that has an account', async () => {
    const owner = await registered();
    for (let index = 0; index < 8; index += 1) {
      expect(await codeOf(app.call('account.register', { ...newcomer(), email: owner.email }))).toBe('ok');
    }
    expect((await mailsTo(owner.email)).length).toBe(1 + 5);
  });

  test('is refused while it is closed', async () => {
    const closed = await startTestApp({ registration: 'closed' });
    expect(await closed.call('server.info', {})).toMatchObject({ registration: 'closed' });
    expect(await codeOf(closed.call('account.register', newcomer()))).toBe('registration_closed');
    await closed.close();
  });
});

describe('a verification link', () => {
  test('works once, and says so the second time', async () => {
    const person = await registered();
    const token = await mailedToken(app.db, person.email);
    const codes = await Promise.all([1, 2].map(() => codeOf(app.call('account.verify', { token }))));
    expect(codes.sort()).toEqual(['link_used', 'ok']);
    expect(await codeOf(app.call('account.verify', { token }))).toBe('link_used');
  });

  test('expires after a day, and a new one can be had by name or address', async () => {
    const person = await registered();
    const old = await mailedToken(app.db, person.email);
    app.clock.advance(day + 1);
    expect(await codeOf(app.call('account.verify', { token: old }))).toBe('link_expired');
    await app.call('account.resendVerification', { login: person.name, locale: 'en' });
    expect((await mailsTo(person.email)).at(-1)).toMatchObject({ subject: 'Confirm your e-mail address' });
    await verify(person.email);
    expect(await codeOf(signIn(person.email))).toBe('ok');
  });

  test('is refused when it is made up, or made for something else', async () => {
    const person = await registered();
    await verify(person.email);
    expect(await codeOf(app.call('account.verify', { token: 'x'.repeat(43) }))).toBe('link_invalid');
    await app.call('account.requestReset', { login: person.name, locale: 'en' });
    const token = await mailedToken(app.db, person.email);
    expect(await codeOf(app.call('account.verify', { token }))).toBe('link_invalid');
    expect(await codeOf(app.call('account.confirmEmail', { token }))).toBe('link_invalid');
  });

  test('is not sent to an account that is verified', async () => {
    const person = await registered();
    await verify(person.email);
    await app.call('account.resendVerification', { login: person.name, locale: 'en' });
    expect((await mailsTo(person.email)).length).toBe(1);
  });

  test('that was never opened frees name and address after a day', async () => {
    const squatter = await registered();
    expect(await codeOf(app.call('account.register', { ...newcomer(), name: squatter.name }))).toBe('name_taken');
    app.clock.advance(day + 1);
    expect(await codeOf(app.call('account.register', { ...squatter, password: '江枫渔火对愁眠8' }))).toBe('ok');
    await verify(squatter.email);
    expect(await codeOf(signIn(squatter.name))).toBe('sign_in_failed');
    expect(await codeOf(signIn(squatter.name, '江枫渔火对愁眠8'))).toBe('ok');
  });
});

describe('a mistyped address', () => {
  const correct = (person: { name: string; password: string }, email: string) =>
    codeOf(app.call('account.correctEmail', { name: person.name, password: person.password, email, locale: 'en' }));

  test('is replaced by who knows name and password, and only the new link counts', async () => {
    const person = await registered();
    const old = await mailedToken(app.db, person.email);
    const { email } = newcomer();
    expect(await correct({ ...person, password: 'somebody else’s' }, email)).toBe('sign_in_failed');
    expect(await correct(person, 'nobody')).toBe('email_invalid');
    expect(await correct(person, email)).toBe('ok');
    expect(await codeOf(app.call('account.verify', { token: old }))).toBe('link_invalid');
    await verify(email);
    expect(await codeOf(signIn(email))).toBe('ok');
    expect(await correct(person, person.email)).toBe('already_verified');
    // The first address is free again.
    expect(await codeOf(app.call('account.register', { ...newcomer(), email: person.email }))).toBe('ok');
    await verify(person.email);
  });

  test('that is replaced by one with an owner is told to the owner alone, and can be corrected once more', async () => {
    const owner = await registered();
    await verify(owner.email);
    const person = await registered();
    expect(await correct(person, owner.email)).toBe('ok');
    expect((await mailsTo(owner.email)).at(-1)).toMatchObject({ subject: 'You already have an account' });
    expect(await codeOf(signIn(owner.email))).toBe('ok');
    const { email } = newcomer();
    expect(await correct(person, email)).toBe('ok');
    await verify(email);
    expect(await codeOf(signIn(email))).toBe('ok');
  });

  test('is not replaced again and again, nor after the account was disabled', async () => {
    const person = await registered();
    const codes: string[] = [];
    for (let index = 0; index < 6; index += 1) codes.push(await correct(person, newcomer().email));
    expect(codes).toEqual([...Array(5).fill('ok'), 'rate_limited']);
    const other = await registered();
    const administrator = await app.user(`管理员${people}`, { role: 'administrator' });
    const { accounts } = await administrator.call('admin.accounts', { query: other.name });
    await administrator.call('admin.setDisabled', { userId: accounts[0]!.user.id, disabled: true });
    expect(await correct(other, newcomer().email)).toBe('account_disabled');
  });
});

describe('asking for a link', () => {
  test.each(['account.resendVerification', 'account.requestReset'] as const)(
    '%s answers alike for those who are there and those who are not, at its limit too',
    async (command) => {
      const person = await registered();
      const ask = (login: string) => codeOf(app.call(command, { login, locale: 'en' }));
      const stranger = `nobody-${uuidv7()}`;
      for (let index = 0; index < 7; index += 1) {
        const [known, unknown] = await Promise.all([ask(person.name), ask(stranger)]);
        expect(known).toBe(index < 5 ? 'ok' : 'rate_limited');
        expect(unknown).toBe(known);
      }
    },
  );

  test('by name and by address in turn still sends no more than a few mails', async () => {
    const person = await registered();
    for (let index = 0; index < 4; index += 1) {
      for (const login of [person.name, person.email]) {
        expect(await codeOf(app.call('account.requestReset', { login, locale: 'en' }))).toBe('ok');
      }
    }
    expect((await mailsTo(person.email)).length).toBe(1 + 5);
  });
});
