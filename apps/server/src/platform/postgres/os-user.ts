import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, type Stats } from 'node:fs';
import { StartupError } from '../config/index.ts';

/** A user of the operating system. */
export interface OsUser {
  name: string;
  uid: number;
  gid: number;
}

const ownName = 'hongyan-postgres';

/** PostgreSQL gets nothing of our own environment, which holds secrets; its messages stay English. */
export const bareEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C' };

/**
 * PostgreSQL refuses to run as root. Null when we are somebody else: then it runs as we do. Otherwise the owner of a
 * database that is there already, or a user of its own that is made when missing. @throws StartupError
 */
export function postgresUser(existing: Stats | null): OsUser | null {
  if (process.getuid?.() !== 0) return null;
  if (existing && existing.uid !== 0) return { name: `number ${existing.uid}`, uid: existing.uid, gid: existing.gid };
  return lookUp(ownName) ?? makeUser(ownName);
}

function makeUser(name: string): OsUser {
  const options = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent'];
  const made = spawnSync('useradd', [...options, '--shell', '/usr/sbin/nologin', name], { encoding: 'utf8' });
  const user = lookUp(name);
  if (user) return user;
  const reason = made.error?.message ?? made.stderr.trim();
  throw new StartupError(
    `PostgreSQL does not run as root, and the user ${name} cannot be made for it (${reason}): start Hongyan as another user than root, or set DATABASE_URL.`,
  );
}

function lookUp(name: string): OsUser | null {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
    return status === 0 ? Number(stdout) : null;
  });
  return uid == null || gid == null ? null : { name, uid, gid };
}

/** Whether a program ends well when `user` runs it. */
export function runsAs(user: OsUser, program: string, ...args: string[]): boolean {
  const { uid, gid } = user;
  return spawnSync(program, args, { uid, gid, cwd: '/', env: bareEnvironment, stdio: 'ignore' }).status === 0;
}

/** Whether `user` can pass through to a folder and see what is in it. */
export function canReach(user: OsUser, folder: string): boolean {
  return runsAs(user, '/bin/sh', '-c', 'cd -- "$1"', 'sh', folder);
}

/** Where root keeps what `postgresUser` must reach when Hongyan's own folder is closed to others. */
export function systemFolder(): string {
  const folder = '/var/lib/hongyan';
  mkdirSync(folder, { recursive: true });
  // To pass through, not to list.
  chmodSync(folder, 0o711);
  return folder;
}
