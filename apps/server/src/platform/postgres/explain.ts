import { StartupError } from '../config/index.ts';

/** Turns what the file system says of a path into what to do about it; other errors stay as they are. */
export function explainPath(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof StartupError) return error;
  const code = 'code' in error ? String(error.code) : '';
  const text = pathTexts[code] ?? ('errcode' in error ? pathTexts['EACCES'] : undefined);
  return text ? new StartupError(text.replaceAll('{path}', path), { cause: error }) : error;
}

const pathTexts: Record<string, string> = {
  ENOSPC: 'There is no space left on the disk of {path}: free some and start again.',
  EDQUOT: 'Your share of the disk of {path} is used up: free some space and start again.',
  EACCES:
    'The data folder {path} cannot be written: give it to the user who starts Hongyan (chown -R), or set HONGYAN_DATA to another folder.',
  EPERM:
    'The data folder {path} cannot be written: give it to the user who starts Hongyan (chown -R), or set HONGYAN_DATA to another folder.',
  EROFS:
    'The data folder {path} is on a disk that cannot be written: make it writable, or set HONGYAN_DATA to another folder.',
  ENOTDIR:
    'The data folder {path} cannot be made, because a part of that path is a file: set HONGYAN_DATA to another folder.',
  EEXIST:
    'The data folder {path} cannot be made, because there is a file of that name: set HONGYAN_DATA to another folder.',
  ENOENT: 'The data folder {path} cannot be made there: set HONGYAN_DATA to another folder.',
  EIO: 'The disk of {path} does not answer as it should: check it, or set HONGYAN_DATA to another folder.',
};

/** What PostgreSQL's last words mean. */
export function explainFailure(lastLines: readonly string[], folder: string): StartupError {
  const text = lastLines.join('\n');
  if (/no space left on device|disk quota exceeded/i.test(text)) {
    return new StartupError(pathTexts['ENOSPC']!.replaceAll('{path}', folder));
  }
  const version = /initialized by PostgreSQL version (\d+)/.exec(text)?.[1];
  if (version) {
    return new StartupError(
      `The database in ${folder} was made by PostgreSQL ${version}, which this release no longer brings: go back to the release before, or move the data with pg_dump and set DATABASE_URL.`,
    );
  }
  if (/lock file .* already exists|shared memory block .* is still in use/.test(text)) {
    return new StartupError(`Another PostgreSQL works with ${folder}: stop it and start again.`);
  }
  const words = lastLines.findLast((line) => /FATAL|PANIC|error/i.test(line)) ?? lastLines.at(-1) ?? 'it said nothing';
  const reason = words.replace(/^.*?(FATAL|PANIC|error):\s*/i, '').trim();
  return new StartupError(
    `The embedded PostgreSQL in ${folder} cannot run (${reason}): mend that and start again, or set DATABASE_URL to another one.`,
  );
}
