import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { StartupError } from '../config/index.ts';
import { createLogger } from '../log/index.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './index.ts';

// Each starts a real server, some of them several times.
vi.setConfig({ testTimeout: 90_000 });

const log = createLogger('silent');
const isRoot = process.getuid?.() === 0;
const folders: string[] = [];
const running: EmbeddedPostgres[] = [];

afterEach(async () => {
  for (const postgres of running.splice(0)) await postgres.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newDataDir(base = tmpdir()): string {
  const folder = mkdtempSync(join(base, 'hongyan-postgres-'));
  folders.push(folder);
  chmodSync(folder, 0o711);
  return join(folder, 'data');
}

async function start(dataDir: string): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({
    dataDir,
    log,
    onLost: (error) => {
      throw error;
    },
  });
  running.push(postgres);
  return postgres;
}

async function stop(postgres: EmbeddedPostgres): Promise<void> {
  running.splice(running.indexOf(postgres), 1);
  await postgres.stop();
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

function postmasterPid(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Starts PostgreSQL from another process and kills that one, so that PostgreSQL is left behind. */
async function leaveBehind(dataDir: string): Promise<number> {
  const program = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(new URL('./index.ts', import.meta.url).href)});
    const { createLogger } = await import(${JSON.stringify(new URL('../log/index.ts', import.meta.url).href)});
    const { url } = await startEmbeddedPostgres({ dataDir: process.argv[1], log: createLogger('silent'), onLost() {} });
    process.stdout.write(url);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = await once(child.stdout, 'data');
  await query(String(url), 'create table kept (word text); insert into kept values ($$鸿雁$$)'.replaceAll('$$', "'"));
  child.kill('SIGKILL');
  await once(child, 'close');
  return postmasterPid(dataDir);
}

describe('the embedded PostgreSQL', () => {
  it('is made with UTF-8, the same rules for letters everywhere, and a safe commit', async () => {
    const { url } = await start(newDataDir());
    const [facts] = await query(
      url,
      `select current_setting('server_encoding') as encoding, datctype, datlocale, lower('ÄЖ') as lower,
        current_setting('synchronous_commit') as sync, current_setting('fsync') as fsync
      from pg_database where datname = current_database()`,
    );
    const letters = { encoding: 'UTF8', datctype: 'C.UTF-8', datlocale: 'C.UTF-8', lower: 'äж' };
    expect(facts).toEqual({ ...letters, sync: 'on', fsync: 'on' });
  });

  it('keeps its data over a stop, and leaves no process behind', async () => {
    const dataDir = newDataDir();
    const first = await start(dataDir);
    await query(first.url, 'create table kept as select 1 as number');
    const pid = postmasterPid(dataDir);
    await stop(first);
    await vi.waitUntil(() => !isAlive(pid), { timeout: 30_000 });
    const second = await start(dataDir);
    expect(await query(second.url, 'select number from kept')).toEqual([{ number: 1 }]);
  });

  it('works in a long path with spaces and Chinese', async () => {
    const dataDir = join(newDataDir(), '很长 的文件夹'.repeat(4), 'a "quoted", name');
    const { url } = await start(dataDir);
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('is closed to everybody else on the machine', async () => {
    const dataDir = newDataDir();
    const { url } = await start(dataDir);
    const [{ listen_addresses: addresses } = {}] = await query(url, 'show listen_addresses');
    expect(addresses).toBe('');
    for (const folder of ['postgres', 'postgres/cluster', 'postgres/socket']) {
      const { status, stdout } = spawnSync('stat', ['-c', '%a', join(dataDir, folder)], { encoding: 'utf8' });
      expect({ folder, status, mode: stdout.trim() }).toEqual({ folder, status: 0, mode: '700' });
    }
  });

  it('lets one server alone work with a data folder', async () => {
    const dataDir = newDataDir();
    const { url } = await start(dataDir);
    await expect(start(dataDir)).rejects.toThrow(/is running with the data folder/);
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('ends the process that a killed server left behind, and loses nothing', async () => {
    const dataDir = newDataDir();
    const left = await leaveBehind(dataDir);
    expect(isAlive(left)).toBe(true);
    const { url } = await start(dataDir);
    await vi.waitUntil(() => !isAlive(left), { timeout: 30_000 });
    expect(await query(url, 'select word from kept')).toEqual([{ word: '鸿雁' }]);
  });

  it('starts over a pid file whose process was killed', async () => {
    const dataDir = newDataDir();
    process.kill(await leaveBehind(dataDir), 'SIGKILL');
    const { url } = await start(dataDir);
    expect(await query(url, 'select word from kept')).toEqual([{ word: '鸿雁' }]);
  });

  it('starts over a pid file whose number now belongs to another program', async () => {
    const dataDir = newDataDir();
    await stop(await start(dataDir));
    const clusterDir = realpathSync(join(dataDir, 'postgres/cluster'));
    writeFileSync(
      join(clusterDir, 'postmaster.pid'),
      `${process.pid}\n${clusterDir}\n1700000000\n5432\n\n\n 1 1\nready\n`,
    );
    const { url } = await start(dataDir);
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('starts over a folder that was only half made', async () => {
    const dataDir = newDataDir();
    await stop(await start(dataDir));
    const folder = realpathSync(join(dataDir, 'postgres'));
    rmSync(join(folder, 'cluster'), { recursive: true });
    mkdirSync(join(folder, 'unfinished'));
    const { url } = await start(dataDir);
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('is brought back at the same address when it is killed', async () => {
    const dataDir = newDataDir();
    const { url } = await start(dataDir);
    await query(url, 'create table kept as select 1 as number');
    for (let round = 0; round < 3; round += 1) {
      const pid = postmasterPid(dataDir);
      process.kill(pid, 'SIGKILL');
      await vi.waitUntil(
        () =>
          query(url, 'select 1').then(
            () => postmasterPid(dataDir) !== pid,
            () => false,
          ),
        {
          timeout: 15_000,
        },
      );
      expect(await query(url, 'select number from kept')).toEqual([{ number: 1 }]);
    }
  });

  it('says so when it cannot be brought back', async () => {
    const dataDir = newDataDir();
    const lost = new Promise<unknown>((resolve) => {
      void startEmbeddedPostgres({ dataDir, log, onLost: resolve }).then((postgres) => {
        running.push(postgres);
        const control = join(dataDir, 'postgres/cluster/global/pg_control');
        rmSync(control);
        process.kill(postmasterPid(dataDir), 'SIGKILL');
      });
    });
    expect(await lost).toBeInstanceOf(StartupError);
  });

  it('says what to do when the folder cannot be made', async () => {
    const folder = newDataDir();
    mkdirSync(join(folder, '..'), { recursive: true });
    writeFileSync(folder, 'a file');
    await expect(start(folder)).rejects.toThrow(/there is a file of that name: set HONGYAN_DATA/);
    await expect(start(join(folder, 'below'))).rejects.toThrow(/a part of that path is a file: set HONGYAN_DATA/);
    await expect(start('/proc/hongyan')).rejects.toThrow(/cannot be made there: set HONGYAN_DATA/);
  });

  it('says what to do when a newer or older PostgreSQL made the data', async () => {
    const dataDir = newDataDir();
    await stop(await start(dataDir));
    writeFileSync(join(dataDir, 'postgres/cluster/PG_VERSION'), '17\n');
    await expect(start(dataDir)).rejects.toThrow(/was made by PostgreSQL 17, .* set DATABASE_URL/);
  });

  it.runIf(isRoot)('lives elsewhere when root’s folder is closed to others, and opens nothing', async () => {
    const dataDir = newDataDir(homedir());
    const home = join(dataDir, '..');
    chmodSync(home, 0o700);
    const { url } = await start(dataDir);
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    const real = realpathSync(join(dataDir, 'postgres'));
    folders.push(real);
    expect(real).toMatch(/^\/var\/lib\/hongyan\//);
    expect(spawnSync('stat', ['-c', '%a', home], { encoding: 'utf8' }).stdout.trim()).toBe('700');
  });

  it('knows its server by the user of the operating system, and nobody by a name that they claim', async () => {
    const { url } = await start(newDataDir());
    await expect(query(url.replace('hongyan@', 'postgres@'), 'select 1')).rejects.toThrow(
      /[Pp]eer authentication failed/,
    );
  });

  it.runIf(isRoot)('lets no other user near its socket', async () => {
    const { url } = await start(newDataDir());
    const socketDir = decodeURIComponent(/host=(.*)$/.exec(url)?.[1] ?? '');
    const stranger = { uid: 65_534, gid: 65_534 };
    expect(spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', socketDir], stranger).status).not.toBe(0);
  });
});
