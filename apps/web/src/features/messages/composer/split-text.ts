/** The number of Unicode code points, which is what the server counts. */
export function lengthOf(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
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
  while (lengthOf(rest) > limit) {
    const most = Array.from(rest).slice(0, limit).join('');
    const cut = lastBreak(most);
    parts.push(trimText(rest.slice(0, cut)));
    rest = trimText(rest.slice(cut));
  }
  return rest ? [...parts, rest] : parts;
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
