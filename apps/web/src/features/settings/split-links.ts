/** A piece of text, or the address of a link in it. */
export type TextPart = { text: string } | { link: string };

/** Splits plain text into words and web addresses. An address ends at a space; a full stop after it is not its own. */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(/https?:\/\/[^\s<>"'。，）]+/g)) {
    const link = match[0].replace(/[.,;:!?)\]]+$/, '');
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    parts.push({ link });
    end = match.index + link.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

/** The first web address in a text, or null. */
export function firstLink(text: string): string | null {
  for (const part of splitLinks(text)) if ('link' in part) return part.link;
  return null;
}
