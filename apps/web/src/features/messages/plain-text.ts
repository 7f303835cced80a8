/** How much of a text a preview looks at, in UTF-16 units. */
const looked = 400;

/** A heading, a line of dashes beneath it, and rows (GitHub Flavored Markdown §4.10). */
const table =
  /^([^\n]*\|[^\n]*\n)[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$((?:\n[^\n]*\|[^\n]*)*)/gm;

function cellsOf(_table: string, heading: string, rows: string): string {
  return (heading + rows).replace(/(?<!\\)\|/g, ' ');
}

/**
 * The first words of a Markdown text on one line, without its marks: for lists, quotes and notifications. It only
 * looks at the beginning, so that the longest text costs no more than a short one.
 */
export function plainText(markdown: string): string {
  return markdown
    .slice(0, looked)
    .replace(/^ {0,3}(?:```|~~~)[^\n]*$/gm, '')
    .replace(table, cellsOf)
    .replace(/!?\[([^\]\n]{0,200})\]\((?:[^()\n]|\([^()\n]*\))*\)?/g, '$1')
    .replace(/^[ \t]{0,8}(?:#{1,6}|>|[-*+]|\d{1,9}[.)])[ \t]+/gm, '')
    .replace(/(?<!\\)(`+|\*{1,3}|~~)(?=\S)([^`*~\n]*?[^\s\\])\1/g, '$2')
    .replace(/(^|[\s\p{P}])(_{1,3})(?=\S)([^_\n]*?\S)\2(?=$|[\s\p{P}])/gu, '$1$3')
    .replace(/\\([\\`*_{}[\]()#+\-.!~>|])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}
