const pattern =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303f\uff00-\uffef]/u;

/** Whether a character belongs to Chinese, Japanese or Korean writing, its punctuation and full-width forms included. */
export function isCjk(code: number): boolean {
  return code >= 0x1100 && pattern.test(String.fromCodePoint(code));
}
