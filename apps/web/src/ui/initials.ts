const han = /\p{Script=Han}/u;

/**
 * One or two letters that stand for a name: the last two characters of a Chinese name (the given name), the first
 * letters of the first two words of any other.
 */
export function initials(name: string): string {
  const trimmed = name.trim();
  const characters = Array.from(trimmed);
  if (characters.every((c) => han.test(c)) && characters.length > 0) return characters.slice(-2).join('');
  const words = trimmed.split(/[\s._·-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = Array.from(words[0] ?? '').find((c) => /[\p{L}\p{N}]/u.test(c));
  if (!first) return characters[0] ?? '?';
  if (han.test(first)) return first;
  const second = Array.from(words[1] ?? '')[0];
  return (first + (second && !han.test(second) ? second : '')).toUpperCase();
}

/** What stands for a thing: as a person's, but a Chinese name begins with what it is about. */
export function sign(name: string): string {
  const characters = Array.from(name.trim());
  return characters.length > 0 && characters.every((c) => han.test(c))
    ? characters.slice(0, 2).join('')
    : initials(name);
}

/** A number from 0 to `buckets - 1` that is always the same for an id (FNV-1a). */
export function bucketOf(id: string, buckets: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % buckets;
}
