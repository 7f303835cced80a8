import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandArgs, CommandName } from '@hongyan/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { freePort, runServerProcess, type ServerProcess, startServerProcess } from './testing/server-process.ts';

// Each test starts whole servers, with a database of their own.
vi.setConfig({ testTimeout: 90_000 });

const administrator = { name: '王芳', email: 'fang@example.org', password: 'correct horse battery' };

let folder: string;
let dataDir: string;
const running = new Set<ServerProcess>();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hongyan start 鸿雁-'));
  // PostgreSQL's own user must pass through.
  chmodSync(folder, 0o711);
  dataDir = join(folder, 'data');
});

afterEach(async () => {
  for (const server of running) await server.kill();
  running.clear();
  // Whoever is left behind by that is ended by the next start.
  if (postmasterPid()) await (await start()).stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(env: Record<string, string> = {}): Promise<ServerProcess> {
  const server = await startServerProcess({ HONGYAN_DATA: dataDir, ...env });
  running.add(server);
  return server;
}

async function call<N extends CommandName>(server: ServerProcess, name: N, args: CommandArgs<N>): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${server.url}/api/${name}`, { method: 'POST', headers, body: JSON.stringify(args) });
}

/** Takes the set-up link. */
async function becomeAdministrator(server: ServerProcess): Promise<void> {
  const token = new URL(server.setupLink ?? '').searchParams.get('token') ?? '';
  const answer = await call(server, 'setup.claim', { token, ...administrator });
  expect(answer.status).toBe(200);
}

async function canSignIn(server: ServerProcess): Promise<boolean> {
  const { name, password } = administrator;
  return (await call(server, 'account.signIn', { login: name, password })).ok;
}

function postmasterPid(): number | null {
  try {
    return Number(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return null;
  }
}

describe('the start of the server', () => {
  it('says where it is ready, and a set-up link that works once', async () => {
    const server = await start();
    expect(server.output()).toMatch(/^Hongyan is ready at http:\/\/localhost:\d+$/m);
    const link = server.setupLink;
    await becomeAdministrator(server);
    expect(await canSignIn(server)).toBe(true);
    const token = new URL(link ?? '').searchParams.get('token') ?? '';
    const again = { token, name: 'eve', email: 'eve@example.org', password: 'another long one' };
    expect((await call(server, 'setup.claim', again)).status).toBe(409);
  });

  it('answers under its public address in what it says', async () => {
    const server = await start({ HONGYAN_URL: 'https://chat.example.com' });
    expect(server.output()).toContain('Hongyan is ready at https://chat.example.com\n');
    expect(server.setupLink).toMatch(/^https:\/\/chat\.example\.com\/setup\?token=/);
  });

  it('answers about its health, its numbers and its commands', async () => {
    const server = await start();
    for (const path of ['/healthz', '/readyz', '/metrics', '/openapi.json', '/docs']) {
      expect({ path, status: (await fetch(server.url + path)).status }).toEqual({ path, status: 200 });
    }
  });

  it('ends cleanly on Ctrl-C, and starts again with everything and no link', async () => {
    const first = await start();
    await becomeAdministrator(first);
    // Browsers open connections in advance and ask nothing over them.
    const idle = connect(Number(new URL(first.url).port), '127.0.0.1').on('error', () => {});
    await once(idle, 'connect');
    expect(await first.stop()).toBe(0);
    running.delete(first);
    expect(postmasterPid()).toBeNull();
    const second = await start();
    expect(second.setupLink).toBeNull();
    expect(await canSignIn(second)).toBe(true);
  });

  it('ends cleanly when whoever started it is gone', async () => {
    const server = await start();
    const ended = new Promise((resolve) => server.child.once('exit', resolve));
    server.child.disconnect();
    expect(await ended).toBe(0);
    running.delete(server);
    expect(postmasterPid()).toBeNull();
  });

  it('starts after it was killed, and has lost nothing', async () => {
    const first = await start();
    await becomeAdministrator(first);
    await first.kill();
    running.delete(first);
    expect(await canSignIn(await start())).toBe(true);
  });

  it('goes on when its PostgreSQL is killed', async () => {
    const server = await start();
    await becomeAdministrator(server);
    const pid = postmasterPid();
    process.kill(pid ?? 0, 'SIGKILL');
    await vi.waitUntil(async () => postmasterPid() !== pid && (await fetch(`${server.url}/readyz`)).ok, {
      timeout: 30_000,
    });
    expect(await canSignIn(server)).toBe(true);
    expect(await server.stop()).toBe(0);
    running.delete(server);
  });
});

describe('a start that fails', () => {
  it.each([
    [
      'a port that is taken',
      takenPort,
      /^Port \d+ is taken by another program: .* set HONGYAN_PORT to another port\.$/,
    ],
    [
      'a folder that is a file',
      fileForFolder,
      /^The data folder .* there is a file of that name: set HONGYAN_DATA .*$/,
    ],
    [
      'a folder that nobody can make',
      async () => ({ HONGYAN_DATA: '/proc/hongyan' }),
      /^The data folder .* set HONGYAN_DATA/,
    ],
    [
      'a database that is not there',
      noDatabase,
      /^No PostgreSQL answers at 127\.0\.0\.1:\d+: start it, or set DATABASE_URL/,
    ],
    [
      'an address that is none',
      async () => ({ DATABASE_URL: 'localhost' }),
      /^DATABASE_URL cannot be what it is now: set it to/,
    ],
    ['a name that is unknown', async () => ({ HONGYAN_POST: '1' }), /^There is no setting HONGYAN_POST: did you mean/],
    [
      'a host of another machine',
      async () => ({ HONGYAN_HOST: '192.0.2.1' }),
      /^This machine does not have the address/,
    ],
  ])('says one sentence for %s', async (_, makeEnv, sentence) => {
    const { code, output } = await runServerProcess({ HONGYAN_DATA: dataDir, ...(await makeEnv()) });
    expect(output.trimEnd().split('\n')).toEqual([expect.stringMatching(sentence)]);
    expect(code).toBe(1);
    expect(postmasterPid()).toBeNull();
  });

  async function takenPort() {
    const port = await freePort();
    const server = createServer().listen(port, '127.0.0.1').unref();
    await new Promise((resolve) => server.once('listening', resolve));
    return { HONGYAN_PORT: String(port) };
  }

  async function fileForFolder() {
    writeFileSync(dataDir, 'not a folder');
    return {};
  }

  async function noDatabase() {
    return { DATABASE_URL: `postgres://hongyan@127.0.0.1:${await freePort()}/hongyan` };
  }
});
