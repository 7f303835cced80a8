import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { nameKey, ProblemError } from '@hongyan/protocol';

const argon2Async = promisify(argon2);

/** Argon2id (RFC 9106) as OWASP's password storage cheat sheet has it: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 };
const tagLength = 32;
const maxAtOnce = 2;
const maxWaiting = 200;

/** The most guessed passwords that are long enough to be allowed otherwise. */
const common = new Set(
  `password password1 password12 password123 passw0rd p@ssw0rd p@ssword 12345678 123456789 1234567890 87654321 11111111
  00000000 88888888 66666666 12341234 123123123 147258369 qwertyui qwertyuiop qwerty123 1qaz2wsx 1q2w3e4r 1q2w3e4r5t
  asdfghjk asdfghjkl zxcvbnm1 iloveyou iloveyou1 letmein1 welcome1 welcome123 admin123 administrator abc12345 abcd1234
  a1234567 a12345678 aa123456 woaini1314 woaini520 5201314520 1314520520 sunshine princess football baseball superman
  trustno1 starwars whatever computer internet changeme secret123 monkey123 dragon123 master123 hongyan123`.split(
    /\s+/,
  ),
);

/** @throws ProblemError `password_weak` */
export function checkPassword(password: string, name: string): void {
  const plain = password.toLowerCase();
  const key = nameKey(name);
  const holdsName = key.length >= 4 && nameKey(password).includes(key);
  if (common.has(plain) || holdsName || new Set(plain).size < 3) throw new ProblemError('password_weak');
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
