import { isCjk } from '../markdown/cjk.ts';

/** A word that is being typed and can be completed: whom to mention, or which emoji. */
export interface CaretWord {
  kind: 'mention' | 'emoji';
  /** What stands behind the sign. */
  query: string;
  /** Where the sign stands, and where the word ends, in UTF-16 units. */
  start: number;
  end: number;
}

const longest = 32;

/** The word before the caret, if it began with `@` or `:` and can be completed. */
export function caretWord(text: string, caret: number): CaretWord | null {
  const from = Math.max(0, caret - longest - 1);
  for (let at = caret - 1; at >= from; at--) {
    const character = text[at]!;
    if (/\s/.test(character)) return null;
    const query = text.slice(at + 1, caret);
    if (character === '@') return leadsUp(text, at) ? null : { kind: 'mention', query, start: at, end: caret };
    if (character === ':')
      return isEmojiQuery(text, at, query) ? { kind: 'emoji', query, start: at, end: caret } : null;
  }
  return null;
}

/** Whether a word leads up to the sign, as in a mail address. Chinese has no spaces between words. */
function leadsUp(text: string, at: number): boolean {
  return at > 0 && !isCjk(text.charCodeAt(at - 1)) && /[\p{L}\p{N}]/u.test(text[at - 1]!);
}

/** A colon is mostly just a colon: only one behind a space counts, with enough behind it to mean something. */
function isEmojiQuery(text: string, at: number, query: string): boolean {
  if (at > 0 && !/\s/.test(text[at - 1]!)) return false;
  return /^\p{Script=Han}/u.test(query) || /^[\p{L}\p{N}_+-]{2,}$/u.test(query);
}
