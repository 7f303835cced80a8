import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, test } from 'vitest';
import { codeOf, startTestApp, type TestApp, type TestUser } from '../../testing/index.ts';
import { freePort } from '../../testing/server-process.ts';

const password = '云想衣裳花想容5';
const endings: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

interface MailServer {
  port: number;
  mails: ParsedMail[];
}

/** A mail server on loopback. `onRcptTo` may refuse. */
async function startMailServer(options: SMTPServerOptions = {}, port = 0): Promise<MailServer> {
  const mails: ParsedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _, done) => {
      simpleParser(stream).then((mail) => {
        mails.push(mail);
        done();
      }, done);
    },
    ...options,
  });
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  endings.push(() => new Promise((resolve) => server.close(() => resolve())));
  return { port: (server.server.address() as AddressInfo).port, mails };
}

async function startApp(port: number): Promise<{ app: TestApp; administrator: TestUser }> {
  const app = await startTestApp({ smtpUrl: `smtp://127.0.0.1:${port}`, mailFrom: '鸿雁 <wild-goose@example.org>' });
  endings.push(() => app.close());
  return { app, administrator: await app.user('管理员', { role: 'administrator' }) };
}

const register = (app: TestApp, name: string) =>
  app.call('account.register', { name, email: `${name}@example.org`, password, locale: 'zh-CN' });

function recipients(mails: readonly ParsedMail[]): string[] {
  return mails
    .flatMap(({ to }) => to ?? [])
    .map(({ text }) => text)
    .sort();
}

describe('a mail', () => {
  test('goes out by SMTP as it was written, and its link works', async () => {
    const { port, mails } = await startMailServer();
    const { app, administrator } = await startApp(port);
    expect(await app.call('server.info', {})).toMatchObject({ sendsMail: true });
    await register(app, 'ming');
    await expect.poll(() => mails.length, { timeout: 15_000 }).toBe(1);
    const [mail] = mails;
    expect(mail).toMatchObject({ subject: '确认你的邮箱', from: { text: '"鸿雁" <wild-goose@example.org>' } });
    expect(mail!.to).toMatchObject({ text: 'ming@example.org' });
    expect(mail!.text).toContain('ming，欢迎！');
    await app.call('account.verify', { token: /token=([\w-]+)/.exec(mail!.text!)![1]! });
    expect(await codeOf(app.call('account.signIn', { login: 'ming', password }))).toBe('ok');
    // Its link was for its reader alone.
    await expect
      .poll(async () => (await administrator.call('admin.mails', {})).mails, { timeout: 15_000 })
      .toMatchObject([{ to: 'ming@example.org', sentAt: expect.any(Number), text: '', error: null }]);
  });

  test('waits while the mail server is down, and goes out once when it is back', async () => {
    const port = await freePort();
    const { app, administrator } = await startApp(port);
    await register(app, 'ming');
    const outbox = async () => (await administrator.call('admin.mails', {})).mails;
    await expect
      .poll(outbox, { timeout: 15_000 })
      .toMatchObject([{ sentAt: null, error: expect.stringContaining('ECONNREFUSED') }]);
    expect((await outbox())[0]!.text).toContain('token=');

    const { mails } = await startMailServer({}, port);
    app.clock.advance(60_000);
    await register(app, 'hua');
    await expect.poll(() => recipients(mails), { timeout: 15_000 }).toEqual(['hua@example.org', 'ming@example.org']);
    await expect.poll(async () => (await outbox()).every(({ sentAt, error }) => sentAt !== null && !error)).toBe(true);
  });

  test('that is put off is tried again, and one that is refused for good is not', async () => {
    let tries: string[] = [];
    const { port, mails } = await startMailServer({
      onRcptTo: ({ address }, _, done) => {
        tries.push(address);
        const isFirst = tries.filter((tried) => tried === address).length === 1;
        if (address.startsWith('gone')) done(Object.assign(new Error('no such mailbox'), { responseCode: 550 }));
        else if (isFirst) done(Object.assign(new Error('greylisted'), { responseCode: 451 }));
        else done();
      },
    });
    const { app, administrator } = await startApp(port);
    for (const name of ['gone', 'grey']) await register(app, name);
    const errors = async () => {
      const { mails: outbox } = await administrator.call('admin.mails', {});
      return Object.fromEntries(outbox.map(({ to, error }) => [to.split('@')[0], error]));
    };
    await expect.poll(errors, { timeout: 15_000 }).toEqual({
      gone: expect.stringContaining('no such mailbox'),
      grey: expect.stringContaining('greylisted'),
    });
    tries = ['grey@example.org'];
    app.clock.advance(24 * 3_600_000);
    await register(app, 'wake');
    await expect.poll(() => recipients(mails), { timeout: 15_000 }).toEqual(['grey@example.org']);
    expect(tries).not.toContain('gone@example.org');
  });
});
