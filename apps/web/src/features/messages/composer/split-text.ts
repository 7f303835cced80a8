/** The number of Unicode code points, which is what the server counts. */
export function lengthOf(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** Without control characters, which nobody sees and the server refuses; tabs and line breaks stay. */
export function withoutControls(text: string): string {
  return text.replace(/[^\P{Cc}\t\n\r]/gu, '');
}

/** Without the blank lines around it. */
export function trimText(text: string): string {
  return text.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd();
}

/**
 * Cuts a text into parts of at most `limit` code points: between paragraphs, else lines, else sentences or words, and
 * within a word only when it must.
 */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = trimText(text);
  for (let end = endOf(rest, limit); end < rest.length; end = endOf(rest, limit)) {
    const cut = lastBreak(rest.slice(0, end));
    parts.push(trimText(rest.slice(0, cut)));
    rest = trimText(rest.slice(cut));
  }
  return rest ? [...parts, rest] : parts;
}

/** Where the first `limit` code points of a text end, in UTF-16 units. */
function endOf(text: string, limit: number): number {
  let end = 0;
  for (let count = 0; count < limit && end < text.length; count++) end += text.codePointAt(end)! > 0xffff ? 2 : 1;
  return end;
}

/** Where to cut, best places first; not so early that parts become tiny. */
function lastBreak(text: string): number {
  const least = text.length / 2;
  for (const sign of [/\n\s*\n/g, /\n/g, /[.!?。！？…]\s*/g, /[\s，、；,;]/g]) {
    const last = [...text.matchAll(sign)].at(-1);
    const end = last ? last.index + last[0].length : 0;
    if (end > least) return end;
  }
  return text.length;
}
