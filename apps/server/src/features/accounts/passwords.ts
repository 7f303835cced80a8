import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { ProblemError, passwordFlaw } from '@hongyan/protocol';

const argon2Async = promisify(argon2);

/** Argon2id (RFC 9106) as OWASP's password storage cheat sheet has it: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 };
const tagLength = 32;
const maxAtOnce = 2;
const maxWaiting = 200;

/** @throws ProblemError `password_weak` */
export function checkPassword(password: string, name: string): void {
  if (passwordFlaw(password, name)) throw new ProblemError('password_weak');
}

let running = 0;
const queue: (() => void)[] = [];

/** Hashing is dear on purpose: few at once, and a bounded line before them, so that a flood does not stop the rest. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < maxAtOnce) running += 1;
  else {
    if (queue.length >= maxWaiting) throw new ProblemError('overloaded');
    await new Promise<void>((resolve) => queue.push(resolve));
  }
  try {
    return await work();
  } finally {
    const next = queue.shift();
    if (next) next();
    else running -= 1;
  }
}

/** @returns a PHC string */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await inTurn(() =>
    argon2Async('argon2id', { message: password.normalize('NFC'), nonce, tagLength, ...cost }),
  );
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${plainBase64(nonce)}$${plainBase64(tag)}`;
}

/** A hash that nothing matches, so that an unknown login takes as long as a known one. */
const nobody = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** Whether a password belongs to a PHC string; null stands for nobody's and takes as long. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(hash ?? nobody);
  if (!parts) return false;
  const [, memory, passes, parallelism, nonce, tag] = parts;
  const expected = Buffer.from(tag!, 'base64');
  const actual = await inTurn(() =>
    argon2Async('argon2id', {
      message: password.normalize('NFC'),
      nonce: Buffer.from(nonce!, 'base64'),
      memory: Number(memory),
      passes: Number(passes),
      parallelism: Number(parallelism),
      tagLength: expected.length,
    }),
  );
  return timingSafeEqual(actual, expected) && hash !== null;
}

function plainBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}
