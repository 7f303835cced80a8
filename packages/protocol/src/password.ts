import { limits } from './limits.ts';
import { nameKey } from './text.ts';

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

/** A name shorter than this may stand in a password by chance. */
const tellingName = 4;

/**
 * Why a new password is refused, or null if it is not: too `short` or `long`, one of the most `common`, it holds the
 * user's `name`, or it `repeats` one or two characters.
 */
export function passwordFlaw(password: string, name: string): 'short' | 'long' | 'common' | 'name' | 'repeats' | null {
  const plain = password.toLowerCase();
  const key = nameKey(name);
  const length = Array.from(password).length;
  if (length < limits.password.min) return 'short';
  if (length > limits.password.max) return 'long';
  if (common.has(plain)) return 'common';
  if (key.length >= tellingName && nameKey(password).includes(key)) return 'name';
  return new Set(plain).size < 3 ? 'repeats' : null;
}
