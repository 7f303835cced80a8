import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProblemError } from '@hongyan/protocol';
import sharp from 'sharp';

export interface Blobs {
  /**
   * Makes a small square picture of what was sent, without its metadata, and keeps it under a name made of its
   * content. Returns its path on the server. @throws ProblemError `image_invalid`, `overloaded`
   */
  putPicture(base64: string): Promise<string>;
}

const side = 256;
const maxPixels = 50_000_000;
const maxAtOnce = 2;
const maxWaiting = 20;
const formats = new Set(['png', 'jpeg', 'webp', 'gif']);

/** Files on disk below `filesDir`. */
export function createBlobs(filesDir: string): Blobs {
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
        const name = `${createHash('sha256').update(picture).digest('hex')}.webp`;
        const folder = join(filesDir, 'avatars');
        await mkdir(folder, { recursive: true });
        // Written beside and renamed: a name never leads to half a picture.
        const draft = join(folder, `.${randomUUID()}`);
        await writeFile(draft, picture);
        await rename(draft, join(folder, name));
        return `/files/avatars/${name}`;
      }),
  };
}

async function makeSmall(bytes: Buffer): Promise<Buffer> {
  try {
    const image = sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error', pages: 1 });
    const { format } = await image.metadata();
    if (!formats.has(format)) throw new ProblemError('image_invalid');
    return await image.rotate().resize(side, side, { fit: 'cover' }).webp({ quality: 82 }).toBuffer();
  } catch {
    throw new ProblemError('image_invalid');
  }
}
