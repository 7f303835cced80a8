import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { none } from './count.ts';
import { isLong } from './length.ts';
import { LoneServer } from './lone-server.ts';
import { SteadyLoad } from './steady-load.ts';

const fullMs = isLong ? 60_000 : 3_000;
const diskMb = 320;

/** A disk of its own, in memory (tmpfs(5)); null where we may not mount one. */
function mountDisk(): { folder: string; fill(): void; clear(): void; unmount(): void } | null {
  const folder = mkdtempSync(join(tmpdir(), 'hongyan-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMb}m`, 'tmpfs', folder]).status === 0;
  if (!mounted) {
    rmSync(folder, { recursive: true });
    return null;
  }
  // PostgreSQL's own user must pass through.
  chmodSync(folder, 0o711);
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill: () => {
      for (let size = 2 ** 20; size >= 1; size = Math.floor(size / 2)) {
        try {
          for (;;) appendFileSync(ballast, Buffer.alloc(size));
        } catch {
          // There is no room for that much.
        }
      }
    },
    clear: () => rmSync(ballast),
    unmount: () => {
      spawnSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

test('a disk that is full while people send costs nothing that was acknowledged, and with some room it goes on', async () => {
  const disk = mountDisk();
  if (!disk) {
    process.stdout.write('A full disk is not tried: only root can mount one.\n');
    return;
  }
  onTestFinished(disk.unmount);
  const server = await LoneServer.openIn(disk.folder);
  onTestFinished(() => server.close());
  const load = await SteadyLoad.on(server);
  await load.during(async () => {
    await pause(1_000);
    disk.fill();
    await pause(fullMs / 2);
    // Its log had some room left, of which it makes a new file now: without one PostgreSQL ends, and cannot begin again.
    await sql`select pg_switch_wal()`.execute(server.db).catch(() => {});
    await pause(fullMs / 2);
    expect(server.isAlive).toBe(true);
    disk.clear();
  });
  await load.untilWell();
  expect(server.isAlive).toBe(true);
  const { wrong, longestMs, count } = await load.outcome('disk full');
  expect([wrong, count]).toEqual([[], none]);
  expect(longestMs).toBeLessThan(30_000);
});
