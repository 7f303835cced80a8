import MarkdownIt, { type MarkdownIt as Parser, type StateInline } from 'markdown-it';
import { isSafeUrl, markedEnd, urlLength } from '../../../ui/links.ts';
import { isCjk } from './cjk.ts';

/** Blocks and marks within each other, at most. What is deeper is shown as it was typed. */
export const maxNesting = 24;

/**
 * CommonMark with strikethrough, tables and bare links, as people write in a chat: a line break is a line break, four
 * spaces are no code, `&lt;` and `<b>` are what they are.
 */
export function createParser(): Parser {
  const parser: Parser = new MarkdownIt({ html: false, breaks: true, maxNesting });
  parser.disable(['code', 'lheading', 'reference', 'html_block', 'html_inline', 'entity', 'linkify']);
  parser.validateLink = isSafeUrl;
  parser.inline.ruler.before('newline', 'url', bareUrl);
  parser.inline.State = withCjkDelimiters(parser);
  return parser;
}

/** A bare address is looked at so far, in UTF-16 units. */
const longestUrl = 2_000;

/** Takes a bare address whole before marks are looked for in it, so that its `_` and `*` stay. Stands at its colon. */
function bareUrl(state: StateInline, silent: boolean): boolean {
  if (state.linkLevel > 0 || state.src.charCodeAt(state.pos) !== 0x3a) return false;
  const scheme = /(?<![\p{Script=Latin}\p{N}])https?$/iu.exec(state.pending.slice(-6))?.[0];
  if (!scheme) return false;
  const start = state.pos - scheme.length;
  const length = urlLength(state.src.slice(start, Math.min(state.posMax, start + longestUrl)), markedEnd);
  if (length === 0) return false;
  if (!silent) {
    const url = state.src.slice(start, start + length);
    state.pending = state.pending.slice(0, -scheme.length);
    state.push('link_open', 'a', 1).attrs = [['href', state.md.normalizeLink(url)]];
    state.push('text', '', 0).content = state.md.normalizeLinkText(url);
    state.push('link_close', 'a', -1);
  }
  state.pos = start + length;
  return true;
}

/**
 * CommonMark decides by the characters beside `**` whether it opens or closes, and takes spaces between words for
 * granted: `**注意：**请` would stay as typed. Beside Chinese, Japanese and Korean, punctuation counts as a letter
 * (https://github.com/tats-u/markdown-cjk-friendly).
 */
function withCjkDelimiters(parser: Parser): typeof StateInline {
  const { isWhiteSpace, isMdAsciiPunct, isPunctCharCode } = parser.utils;
  return class extends parser.inline.State {
    override scanDelims(start: number, canSplitWord: boolean) {
      const marker = this.src[start];
      let end = start;
      while (end < this.posMax && this.src[end] === marker) end++;
      const before = start > 0 ? lastCodePoint(this.src, start) : 0x20;
      const after = end < this.posMax ? this.src.codePointAt(end)! : 0x20;
      const isPunct = (code: number) => !isCjk(code) && (isMdAsciiPunct(code) || isPunctCharCode(code));
      const opens = (near: number, far: number) =>
        !isWhiteSpace(near) && (!isPunct(near) || isWhiteSpace(far) || isPunct(far) || isCjk(far));
      const left = opens(after, before);
      const right = opens(before, after);
      return {
        can_open: left && (canSplitWord || !right || isPunct(before)),
        can_close: right && (canSplitWord || !left || isPunct(after)),
        length: end - start,
      };
    }
  };
}

function lastCodePoint(text: string, end: number): number {
  const unit = text.charCodeAt(end - 1);
  const isLowHalf = unit >= 0xdc00 && unit <= 0xdfff;
  return isLowHalf && end > 1 ? text.codePointAt(end - 2)! : unit;
}
