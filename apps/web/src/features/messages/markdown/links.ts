const schemes = new Set(['http:', 'https:', 'mailto:']);

/** Whether a link may be followed: nothing runs, nothing is local, nothing is relative to this site. */
export function isSafeUrl(url: string): boolean {
  return URL.canParse(url) && schemes.has(new URL(url).protocol);
}

/** Latin, Greek, Cyrillic … names first; Chinese ones only when nothing else stands there: they mostly go on as text. */
const host =
  /^https?:\/\/(?:[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}.-]+|[\p{L}\p{N}.-]+)(?::\d{1,5})?/iu;
const pathCharacter =
  /[^\s<>"'`\\|^{}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u2000-\u206f\u3000-\u303f\uff00-\uffef]/u;
const closers: Record<string, string> = { ')': '(', ']': '[' };

/**
 * How many UTF-16 units of the beginning of a text are a web address; 0 if none. It ends before Chinese words and
 * punctuation, before a bracket that it did not open, and before the sentence's own punctuation.
 */
export function urlLength(text: string): number {
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
    }
  }
  while (end > 0 && /[.,;:!?*_~-]/.test(text[end - 1]!)) end--;
  return end;
}
