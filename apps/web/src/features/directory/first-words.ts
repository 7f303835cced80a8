const titleLength = 60;

/** The beginning of a message as one line without its Markdown. */
export function firstWords(text: string): string {
  const line = text
    .replace(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replace(/^\s*(?:#{1,6}|>|[-*+]|\d+\.)\s+/gm, '')
    .replace(/[*~`]+|\b_+|_+\b/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const characters = Array.from(line);
  return characters.length > titleLength ? `${characters.slice(0, titleLength).join('')}…` : line;
}
