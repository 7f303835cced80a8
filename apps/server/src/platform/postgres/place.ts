import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  type Stats,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { StartupError } from '../config/index.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { canReach, type OsUser, postgresUser, systemFolder } from './os-user.ts';

/** Where one embedded PostgreSQL lives, and who runs it. */
export interface Place {
  /** PostgreSQL's files (PGDATA). */
  clusterDir: string;
  /** Holds the Unix socket; closed to everybody but its owner. */
  socketDir: string;
  binaries: Binaries;
  /** Null: the same as we. */
  user: OsUser | null;
  /** Stands in the titles of its processes, so that those of a server that was killed can be found. */
  title: string;
}

/** A Unix socket's address has 104 bytes on macOS and 108 on Linux. */
const longestSocketPath = 103;

/**
 * Chooses and makes the folders: `postgres` in the data folder. When we are root and PostgreSQL's user cannot pass
 * through to there, the folder is made in /var/lib/hongyan and `postgres` is a link to it, because opening the folders
 * above (such as /root) to others is not ours to do. @throws StartupError, or the error of the file system
 */
export function makePlace(dataDir: string): Place {
  if (process.platform === 'win32') {
    throw new StartupError(
      'The embedded PostgreSQL does not run on Windows: start Hongyan in WSL, or set DATABASE_URL to a PostgreSQL 14 or newer.',
    );
  }
  const link = join(dataDir, 'postgres');
  const existing = existingFolder(link);
  const user = postgresUser(existing);
  const folder = existing ? realpathSync(link) : makeFolder(dataDir, link, user);
  if (user && !canReach(user, folder)) {
    throw new StartupError(
      `PostgreSQL’s user ${user.name} cannot reach ${folder}: move the data folder to where every user can pass through, and set HONGYAN_DATA to it.`,
    );
  }
  const id = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  return {
    clusterDir: join(folder, 'cluster'),
    socketDir: makeSocketDir(folder, id, user),
    binaries: findBinaries(user),
    user,
    title: `hongyan-${id}`,
  };
}

function existingFolder(link: string): Stats | null {
  const found = lstatSync(link, { throwIfNoEntry: false });
  if (!found) return null;
  const folder = statSync(link, { throwIfNoEntry: false });
  if (folder) return folder;
  throw new StartupError(
    `The database lay behind the link ${link}, and what it leads to is gone: bring it back, or remove the link to start with an empty one.`,
  );
}

function makeFolder(dataDir: string, link: string, user: OsUser | null): string {
  if (user) {
    // To pass through, not to list.
    chmodSync(dataDir, statSync(dataDir).mode | 0o011);
    if (!canReach(user, dataDir)) {
      const folder = mkdtempSync(join(systemFolder(), 'postgres-'));
      makePrivate(folder, user);
      symlinkSync(folder, link);
      return folder;
    }
  }
  mkdirSync(link);
  makePrivate(link, user);
  return realpathSync(link);
}

function makeSocketDir(folder: string, id: string, user: OsUser | null): string {
  const inside = join(folder, 'socket');
  const fits = Buffer.byteLength(join(inside, '.s.PGSQL.5432.lock')) <= longestSocketPath;
  const socketDir = fits ? inside : `/tmp/hongyan-${id}`;
  if (!existsSync(socketDir)) {
    mkdirSync(socketDir);
    makePrivate(socketDir, user);
  }
  // Anybody may make folders in /tmp: one that is not ours would let them stand between us and the database.
  const { uid, mode } = lstatSync(socketDir);
  if (uid === (user?.uid ?? process.getuid?.()) && (mode & 0o077) === 0) return socketDir;
  throw new StartupError(
    `The folder ${socketDir} belongs to another user: remove it, or set HONGYAN_DATA to a shorter path.`,
  );
}

function makePrivate(folder: string, user: OsUser | null): void {
  chmodSync(folder, 0o700);
  if (user) chownSync(folder, user.uid, user.gid);
}
