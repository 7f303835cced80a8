import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ProblemError } from '@hongyan/protocol';
import sharp from 'sharp';
import type { Log } from '../log/index.ts';

export interface Blobs {
  /**
   * Makes a small square picture of what was sent, without its metadata, and keeps it under a name that nobody can
   * guess and that never stands for another one. Returns its path on the server.
   * @throws ProblemError `image_invalid`, `overloaded`
   */
  putPicture(base64: string): Promise<string>;
  /** Removes what `putPicture` kept. Never fails: what cannot be removed is logged and costs nothing but its place. */
  removePicture(path: string): Promise<void>;
}

const side = 256;
const maxPixels = 50_000_000;
const maxAtOnce = 2;
const maxWaiting = 20;
/** How files of the allowed formats begin, in hexadecimal. Nothing else comes near a decoder. */
const beginnings = [/^89504e470d0a1a0a/, /^ffd8ff/, /^52494646.{8}57454250/, /^474946383[79]61/];

/** Files on disk below `filesDir`. */
export function createBlobs(filesDir: string, log: Log): Blobs {
  let waiting = 0;
  let free = maxAtOnce;
  const queue: (() => void)[] = [];

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (waiting >= maxWaiting) throw new ProblemError('overloaded');
    if (free === 0) {
      waiting += 1;
      await new Promise<void>((resolve) => queue.push(resolve));
      waiting -= 1;
    } else free -= 1;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else free += 1;
    }
  }

  return {
    putPicture: (base64) =>
      inTurn(async () => {
        const picture = await makeSmall(Buffer.from(base64, 'base64'));
        const name = `${randomBytes(24).toString('base64url')}.webp`;
        const folder = join(filesDir, 'avatars');
        await mkdir(folder, { recursive: true });
        // Written beside and renamed: a name never leads to half a picture.
        const draft = join(folder, `.${randomUUID()}`);
        await writeFile(draft, picture);
        await rename(draft, join(folder, name));
        return `/files/avatars/${name}`;
      }),
    removePicture: (path) =>
      rm(join(filesDir, 'avatars', basename(path)), { force: true }).catch((error: unknown) => {
        log.warn({ err: error }, 'a picture was not removed');
      }),
  };
}

async function makeSmall(bytes: Buffer): Promise<Buffer> {
  const beginning = bytes.subarray(0, 16).toString('hex');
  if (!beginnings.some((known) => known.test(beginning))) throw new ProblemError('image_invalid');
  try {
    const image = sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error', pages: 1 });
    return await image.rotate().resize(side, side, { fit: 'cover' }).webp({ quality: 82 }).toBuffer();
  } catch {
    throw new ProblemError('image_invalid');
  }
}
