const schemes = new Set(['http:', 'https:', 'mailto:']);

/** Whether a link may be followed: nothing runs, nothing is local, nothing is relative to this site. */
export function isSafeUrl(url: string): boolean {
  return URL.canParse(url) && schemes.has(new URL(url).protocol);
}

/** Latin, Greek, Cyrillic … names first; Chinese ones only when nothing else stands there: they mostly go on as text. */
const host =
  /^https?:\/\/(?:[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}.-]+|[\p{L}\p{N}.-]+)(?::\d{1,5})?/iu;
/** Punctuation of Chinese and the like is not among them, nor are quotation marks and invisible characters. */
const pathCharacter = /[^\s<>"'`\\|^{}\u2000-\u206f\u3000-\u3004\u3008-\u303f\uff00-\uffef]/u;
const cjkLetter = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const wordCharacter = /[\p{Script=Latin}\p{N}]/u;
const closers: Record<string, string> = { ')': '(', ']': '[' };

/** Signs at the end of an address that are the sentence's own. */
const sentenceEnd = /[.,;:!?]/;
/** In Markdown, marks may stand there too. */
export const markedEnd = /[.,;:!?*_~]/;

/**
 * How many UTF-16 units of the beginning of a text are a web address; 0 if none. It ends before Chinese punctuation,
 * before a bracket that it did not open, and before the sentence's own punctuation. A path may hold Chinese words
 * (RFC 3987), but not right behind a Latin word: `/wiki/鸿雁` is one address, and `/x1看这个` goes on as text.
 */
export function urlLength(text: string, trailing = sentenceEnd): number {
  const start = host.exec(text)?.[0];
  if (!start || !/[\p{L}\p{N}]/u.test(start.slice(start.indexOf('//')))) return 0;
  let end = start.length;
  if (/^[/?#]/.test(text.slice(end))) {
    const open = { '(': 0, '[': 0 };
    for (; end < text.length; end++) {
      const character = text[end]!;
      if (character === '(' || character === '[') open[character]++;
      const opener = closers[character] as '(' | '[' | undefined;
      if (opener && --open[opener] < 0) break;
      if (!pathCharacter.test(character)) break;
      if (cjkLetter.test(character) && wordCharacter.test(text[end - 1]!)) break;
    }
  }
  while (end > 0 && trailing.test(text[end - 1]!)) end--;
  return end;
}

/** A piece of a text, or a link in it: as it was written, and where it leads. */
export type TextPart = { text: string } | { link: string; href: string };

/** An address is looked at so far, in UTF-16 units. */
const longestUrl = 2_000;
const beginning = /(?<![\p{Script=Latin}\p{N}@._-])(?:https?:\/\/|www\.(?=[\p{L}\p{N}-]+\.))/giu;

/** Cuts plain text into words and web addresses, also those that begin with `www.`. */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let said = 0;
  for (const { 0: sign, index } of text.matchAll(beginning)) {
    if (index < said) continue;
    const scheme = sign.toLowerCase() === 'www.' ? 'http://' : '';
    const length = urlLength(scheme + text.slice(index, index + longestUrl)) - scheme.length;
    if (length <= 0) continue;
    const link = text.slice(index, index + length);
    if (index > said) parts.push({ text: text.slice(said, index) });
    parts.push({ link, href: scheme + link });
    said = index + length;
  }
  if (said < text.length) parts.push({ text: text.slice(said) });
  return parts;
}

/** Where the first web address in a text leads, or null. */
export function firstLink(text: string): string | null {
  for (const part of splitLinks(text)) if ('link' in part) return part.href;
  return null;
}
