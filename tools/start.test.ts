import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { freePort } from '../apps/server/src/testing/server-process.ts';
import { root } from './setup/paths.mjs';

// Each builds or starts the whole product.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

/** A copy of the sources, in a folder that is hard to get right, with the packages of this checkout. */
let folder: string;
let child: ChildProcess | null = null;

beforeAll(() => {
  const parent = mkdtempSync(join(tmpdir(), 'hongyan tools '));
  // PostgreSQL's own user must pass through.
  chmodSync(parent, 0o711);
  folder = join(parent, '鸿 雁');
  const files = execFileSync('git', ['ls-files', '-z', 'apps', 'packages', 'tools', '*.json'], { cwd: root });
  for (const file of String(files).split('\0')) if (file) cpSync(join(root, file), join(folder, file));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
});

afterEach(async () => {
  if (child && child.exitCode === null && child.signalCode === null) {
    child.kill('SIGINT');
    await once(child, 'close');
  }
});

afterAll(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

interface Start {
  url: string;
  output(): string;
  ended: Promise<number>;
}

/** Runs `npm start` as npm does. */
async function start(): Promise<Start> {
  const port = String(await freePort());
  const env = {
    PATH: process.env['PATH'] ?? '',
    HONGYAN_PORT: port,
    // Should it ever try to install here, it must not touch the packages of this checkout.
    npm_execpath: '/nowhere/npm-cli.js',
  };
  const started = spawn(process.execPath, ['tools/start.mjs'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  child = started;
  let text = '';
  for (const stream of [started.stdout, started.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  return {
    url: `http://localhost:${port}`,
    output: () => text,
    ended: once(started, 'close').then(([code]) => Number(code)),
  };
}

async function untilReady({ output, ended }: Start): Promise<void> {
  let hasEnded = false;
  void ended.then(() => {
    hasEnded = true;
  });
  while (!output().includes('Hongyan is ready at')) {
    if (hasEnded) throw new Error(`it ended:\n${output()}`);
    await sleep(50);
  }
}

async function page(url: string): Promise<string> {
  return (await fetch(url, { headers: { accept: 'text/html' } })).text();
}

describe('npm start', () => {
  it('builds the web app, serves it, and ends on Ctrl-C', async () => {
    const first = await start();
    await untilReady(first);
    expect(first.output()).toContain('Building the web app');
    expect(await page(`${first.url}/rooms`)).toContain('<div id="root">');
    child?.kill('SIGINT');
    expect(await first.ended).toBe(0);
  });

  it('builds it once, and again when a source changed', async () => {
    const second = await start();
    await untilReady(second);
    expect(second.output()).not.toContain('Building');
    child?.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    appendFileSync(join(folder, 'apps/web/index.html'), '<!-- changed -->\n');
    const third = await start();
    await untilReady(third);
    expect(third.output()).toContain('Building the web app');
    expect(await page(third.url)).toContain('<!-- changed -->');
  });

  it('leaves nobody behind when it is killed', async () => {
    const started = await start();
    await untilReady(started);
    const pidFile = join(folder, 'data/postgres/cluster/postmaster.pid');
    expect(readFileSync(pidFile, 'utf8')).toContain('ready');
    child?.kill('SIGKILL');
    await started.ended;
    await vi.waitUntil(() => !existsSync(pidFile), { timeout: 60_000 });
    await expect(fetch(`${started.url}/healthz`)).rejects.toThrow('fetch failed');
  });

  it('says what to do when the packages cannot be installed', async () => {
    const lockfile = join(folder, 'package-lock.json');
    const locked = JSON.parse(readFileSync(lockfile, 'utf8'));
    locked.packages['node_modules/not-there'] = { version: '1.0.0', integrity: 'sha512-x' };
    writeFileSync(lockfile, JSON.stringify(locked));
    const { ended, output } = await start();
    expect(await ended).toBe(1);
    expect(output()).toContain('The packages could not be installed: read what npm says above');
  });
});
