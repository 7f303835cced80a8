import { limits, passwordFlaw } from '@hongyan/protocol';

/** A guess at how much there is to guess, in bits, above which a password is called strong. */
const strongBits = 70;

const kinds: [RegExp, number][] = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/[0-9]/, 10],
  [/[ -/:-@[-`{-~]/, 33],
  [/[^ -~]/u, 2000],
];

export type PasswordAdvice =
  | { says: 'start' | 'short'; count: number }
  | { says: 'long' | 'common' | 'name' | 'repeats' | 'fine' | 'strong' };

/** What to say of a password while it is being typed; `count` is how many characters are wanted. */
export function passwordAdvice(password: string, name: string): PasswordAdvice {
  if (password === '') return { says: 'start', count: limits.password.min };
  const characters = Array.from(password);
  const flaw = passwordFlaw(password, name);
  if (flaw === 'short') return { says: 'short', count: limits.password.min - characters.length };
  if (flaw) return { says: flaw };
  const pool = kinds.reduce((sum, [kind, size]) => sum + (kind.test(password) ? size : 0), 0);
  // Repeating itself makes a password longer, not harder to guess.
  const worth = Math.min(characters.length, 2 * new Set(characters).size);
  return { says: worth * Math.log2(pool) >= strongBits ? 'strong' : 'fine' };
}
