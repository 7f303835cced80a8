import { spawn } from 'node:child_process';
import { chownSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { explainFailure } from './explain.ts';
import { bareEnvironment } from './os-user.ts';
import type { Place } from './place.ts';

/** The owner of everything in the database, and its name. */
export const databaseName = 'hongyan';

/** Makes an empty cluster if there is none yet. @throws StartupError */
export async function ensureCluster(place: Place): Promise<void> {
  if (existsSync(place.clusterDir)) return;
  // Under another name until it is whole: a start that is killed half-way leaves nothing that looks ready.
  const draft = join(dirname(place.clusterDir), 'unfinished');
  rmSync(draft, { recursive: true, force: true });
  await runInitdb(place, draft);
  renameSync(draft, place.clusterDir);
}

function runInitdb(place: Place, clusterDir: string): Promise<void> {
  const child = spawn(
    place.binaries.initdb,
    [
      `--pgdata=${clusterDir}`,
      `--username=${databaseName}`,
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      // macOS knows no C.UTF-8; the builtin provider above gives the same rules there.
      `--lc-ctype=${process.platform === 'darwin' ? 'C' : 'C.UTF-8'}`,
      '--auth=reject',
    ],
    { ...asUser(place), env: bareEnvironment, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    words = (words + chunk).slice(-4_000);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(explainFailure(words.trim().split('\n'), dirname(clusterDir)));
    });
  });
}

/** For `spawn`: whom a program of PostgreSQL runs as, and where. */
export function asUser(place: Place): { uid?: number; gid?: number; cwd: string } {
  const user = place.user ? { uid: place.user.uid, gid: place.user.gid } : {};
  return { ...user, cwd: dirname(place.clusterDir) };
}

/** Lets in whoever we are, known by the kernel (peer authentication), and nobody else. Written anew at each start. */
export function writeAccessRules(place: Place): void {
  const us = userInfo().username.replaceAll('"', '""');
  writeOwned(place, 'pg_hba.conf', 'local all all peer map=hongyan\n');
  writeOwned(place, 'pg_ident.conf', `hongyan "${us}" ${databaseName}\n`);
}

function writeOwned(place: Place, name: string, text: string): void {
  const path = join(place.clusterDir, name);
  writeFileSync(path, text, { mode: 0o600 });
  if (place.user) chownSync(path, place.user.uid, place.user.gid);
}
