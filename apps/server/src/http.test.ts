import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { type CommandName, commands } from '@hongyan/protocol';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, startTestApp, type TestApp, TestSocket, type TestUser } from './testing/index.ts';

let app: TestApp;
let ming: TestUser;

beforeAll(async () => {
  app = await startTestApp();
  ming = await app.user('小明');
});
afterAll(() => app.close());

interface OpenApi {
  openapi: string;
  paths: Record<string, object>;
  components: { schemas: Record<string, object> };
}

const json = { 'content-type': 'application/json' };

function post(command: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = json) {
  return fetch(`${app.url}/api/${command}`, { method: 'POST', headers, body });
}

/** Sends bytes as they are, and gives everything that comes back until the server closes. */
async function raw(...parts: (string | Buffer)[]): Promise<string> {
  const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
  socket.on('error', () => {});
  for (const part of parts) socket.write(part);
  return text(socket);
}

const isAlive = async () => (await fetch(`${app.url}/healthz`)).status === 200;

describe('the server', () => {
  test('says that it is well and ready', async () => {
    for (const path of ['/healthz', '/readyz']) {
      const response = await fetch(app.url + path);
      expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
  });

  test('is alive but not ready while the database refuses it, and ready again after', async () => {
    const other = await startTestApp();
    const admin = new pg.Client({ connectionString: process.env['HONGYAN_TEST_POSTGRES'] });
    await admin.connect();
    // By hand: an address that names a socket's folder has no host, which `URL` refuses.
    const name = /^postgres:\/\/[^/]*\/([^?]+)/.exec(other.databaseUrl)![1]!;
    const allow = async (yes: boolean) => {
      await admin.query(`alter database ${name} with allow_connections ${yes}`);
      if (!yes) await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    };
    const status = async (path: string) => (await fetch(other.url + path)).status;
    await allow(false);
    expect([await status('/healthz'), await status('/readyz')]).toEqual([200, 503]);
    const authorization = `Bearer ${'x'.repeat(43)}`;
    const signedIn = { method: 'POST', headers: { ...json, authorization }, body: '{}' };
    const refused = await fetch(`${other.url}/api/account.session`, signedIn);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await refused.json()).toMatchObject({ code: 'overloaded' });
    await allow(true);
    expect(await status('/readyz')).toBe(200);
    expect(await codeOf(other.call('server.info', {}))).toBe('ok');
    await admin.end();
    await other.close();
  });

  test('describes every command in OpenAPI', async () => {
    const response = await fetch(`${app.url}/openapi.json`);
    const description = (await response.json()) as OpenApi;
    expect(description.openapi).toBe('3.1.0');
    expect(Object.keys(description.paths).sort()).toEqual(
      (Object.keys(commands) as CommandName[]).map((name) => `/api/${name}`).sort(),
    );
    const text = JSON.stringify(description);
    expect(text).toContain('"maxLength":40000');
    // In the words of JSON Schema 2020-12, and every name that is used is explained.
    expect(text).not.toMatch(/"items":\[|additionalItems/);
    const used = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name!));
    expect([...used].sort()).toEqual(Object.keys(description.components.schemas).sort());
  });

  test('has a page to read it, which loads nothing from elsewhere', async () => {
    const page = await fetch(`${app.url}/docs/`);
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    const script = /src="(\/docs\/[^"]+\.js)"/.exec(html)?.[1] ?? /src="([^"]+\.js)"/.exec(html)![1]!;
    expect((await fetch(new URL(script, `${app.url}/docs/`))).status).toBe(200);
  });

  test('counts its open sockets among its metrics', async () => {
    const socket = await ming.socket();
    const metrics = await (await fetch(`${app.url}/metrics`)).text();
    expect(metrics).toMatch(/^hongyan_connections 1$/m);
    expect(metrics).toMatch(/^process_cpu_seconds_total /m);
    socket.close();
  });

  test('forbids scripts of others, frames, and guessing of types', async () => {
    const { headers } = await fetch(`${app.url}/healthz`);
    const policy = headers.get('content-security-policy')!;
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("object-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-powered-by')).toBe(null);
  });
});

describe('an answer', () => {
  test('to what is not there is a problem, in the reader’s language', async () => {
    const chinese = { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' };
    for (const [path, method] of [
      ['/api/no.such', 'POST'],
      ['/api/server.info', 'GET'],
      ['/nothing', 'GET'],
      ['/files/nothing', 'GET'],
    ] as const) {
      const body = method === 'POST' ? { body: '{}' } : {};
      const response = await fetch(app.url + path, { method, headers: { ...json, ...chinese }, ...body });
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(await response.json()).toMatchObject({
        code: 'unknown_command',
        title: expect.stringContaining('服务器'),
      });
    }
  });

  test('of a command is kept by no cache', async () => {
    expect((await post('server.info', '{}')).headers.get('cache-control')).toBe('no-store');
    expect((await post('account.session', '{}')).headers.get('cache-control')).toBe('no-store');
  });
});

describe('a request', () => {
  test.each(['https://evil.example', 'null', 'http://hongyan.test.evil.example', 'http://hongyan.test:81', 'nonsense'])(
    'from the page of %s is refused',
    async (origin) => {
      const response = await post('server.info', '{}', { ...json, origin });
      expect([response.status, (await response.json()) as object]).toMatchObject([403, { code: 'foreign_origin' }]);
      await expect(TestSocket.open(app.url, ming.token, { origin })).rejects.toThrow('403');
    },
  );

  test.each(['http://hongyan.test', () => app.url])('from a page of our own is answered', async (own) => {
    const origin = typeof own === 'string' ? own : own();
    expect((await post('server.info', '{}', { ...json, origin })).status).toBe(200);
    const socket = await TestSocket.open(app.url, ming.token, { origin });
    socket.close();
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/html', ''])(
    'that says it is %s is refused, whatever is in it',
    async (type) => {
      const response = await post('server.info', '{}', type === '' ? {} : { 'content-type': type });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: 'invalid' });
    },
  );

  test.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['a string', '"x"'],
    ['null', 'null'],
    ['an object for a string', '{"query":{"$ne":null}}'],
    ['a list for a string', '{"query":["x"]}'],
    ['a prototype', '{"query":"x","__proto__":{"admin":true}}'],
    ['a constructor', '{"query":"x","constructor":{"prototype":{"admin":true}}}'],
    ['an unknown field', '{"query":"x","userId":"y"}'],
    ['NUL', '{"query":"a\\u0000b"}'],
    ['half a character', '{"query":"a\\ud800b"}'],
    ['nothing', ''],
    ['a list 10,000 deep', `{"query":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
    ['an object 10,000 deep', `${'{"query":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
  ])('that holds %s is refused over HTTP and over the socket', async (_, body) => {
    const response = await post('user.find', body, { ...json, authorization: `Bearer ${ming.token}` });
    expect([response.status, (await response.json()) as object]).toMatchObject([400, { code: 'invalid' }]);
    const socket = await ming.socket();
    socket.sendRaw(`{"id":1,"op":"user.find","args":${body}}`);
    const outcome = await Promise.race([socket.closed, socket.call('account.session', {}).then(() => 'goes on')]);
    expect([1007, 'goes on']).toContain(outcome);
    socket.close();
    expect(await isAlive()).toBe(true);
  });

  test.each([
    ['message.send', `{"mentions":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
    ['status.set', '{"emoji":"","text":"","until":1e300}'],
    ['status.set', '{"emoji":"","text":"","until":9007199254740991}'],
  ])('of %s that is beyond what can be checked or kept is refused', async (command, body) => {
    const response = await post(command, body, { ...json, authorization: `Bearer ${ming.token}` });
    expect([response.status, (await response.json()) as object]).toMatchObject([400, { code: 'invalid' }]);
  });

  test('whose bytes are no text finds nobody', async () => {
    const body = new Uint8Array([...Buffer.from('{"query":"'), 0xff, 0xfe, 0xc0, ...Buffer.from('"}')]);
    const response = await post('user.find', body, { ...json, authorization: `Bearer ${ming.token}` });
    // Node reads them as replacement characters: a name that nobody has.
    expect(await response.json()).toEqual({ user: null });
  });

  test('that is too large is refused without being read to its end', async () => {
    const answer = await raw(
      `POST /api/server.info HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99999999\r\n\r\n{`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('"code":"too_large"');
  });

  test.each([
    ['a second length', 'content-length: 2\r\ncontent-length: 3\r\n\r\n{}'],
    ['a length and chunks', 'content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a header that goes on in the next line', 'x-a: b\r\n c\r\n: d\r\n\r\n'],
    ['a bare line feed in a header', 'x-a: b\nhost: y\r\n\r\n'],
  ])('with %s is refused', async (_, rest) => {
    const answer = await raw(`POST /api/server.info HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${rest}`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(await isAlive()).toBe(true);
  });

  test('that never comes to the end of its headers, or to their beginning, is cut off', async () => {
    const slow = connect(Number(new URL(app.url).port), '127.0.0.1');
    const silent = connect(Number(new URL(app.url).port), '127.0.0.1');
    for (const socket of [slow, silent]) socket.on('error', () => {}).resume();
    slow.write('GET /healthz HTTP/1.1\r\nhost: x\r\n');
    let header = 0;
    const drip = setInterval(() => slow.write(`x-${(header += 1)}: y\r\n`), 500);
    await Promise.all([once(slow, 'close'), once(silent, 'close')]);
    clearInterval(drip);
    expect(await isAlive()).toBe(true);
  }, 40_000);

  test.each([
    '/files/../package.json',
    '/files/..%2f..%2f..%2f..%2fetc%2fpasswd',
    '/files/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
    '/files/....//....//etc/passwd',
    '/files/..\\..\\..\\etc\\passwd',
    '/files/avatars/..%00/x',
    '/files//etc/passwd',
    '/files/.hidden',
    '/files/avatars',
    '/files/',
    '/..%2f..%2f..%2fetc%2fpasswd',
  ])('for %s gets no file', async (path) => {
    const answer = await raw(`GET ${path} HTTP/1.1\r\nhost: x\r\naccept: */*\r\nconnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 (?:400|403|404) /);
    expect(answer).not.toContain('root:');
    expect(answer).not.toContain('"name"');
  });
});

describe('the address of a device', () => {
  const person = { login: '远方', password: '' };

  /** The addresses of two sign-ins, over HTTP and over a socket. */
  async function addressesWith(trustedProxies: string[]): Promise<string[]> {
    const behind = await startTestApp({ trustedProxies });
    const { password, token } = await behind.signUp(person.login);
    const headers = { 'x-forwarded-for': '198.51.100.7, 203.0.113.9' };
    const args = { ...person, password };
    const response = await fetch(`${behind.url}/api/account.signIn`, {
      method: 'POST',
      headers: { ...json, ...headers },
      body: JSON.stringify(args),
    });
    const socket = await TestSocket.open(behind.url, token, { headers });
    const signedIn = [(await response.json()) as { sessionId: string }, await socket.call('account.signIn', args)];
    const addresses = signedIn.map(async ({ sessionId }) => {
      const session = behind.db.selectFrom('sessions').select('address').where('id', '=', sessionId);
      return (await session.executeTakeFirstOrThrow()).address;
    });
    const found = await Promise.all(addresses);
    await behind.close();
    return found;
  }

  test('is the one that it comes from, unless a proxy that we trust says otherwise', async () => {
    expect(await addressesWith([])).toEqual(['127.0.0.1', '127.0.0.1']);
    expect(await addressesWith(['127.0.0.1'])).toEqual(['203.0.113.9', '203.0.113.9']);
  });
});
