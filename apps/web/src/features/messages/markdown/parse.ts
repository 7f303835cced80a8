import type { Token } from 'markdown-it';
import { splitLinks, type TextPart } from '../../../ui/links.ts';
import type { Block, Cell, Inline } from './ast.ts';
import { createParser, maxNesting } from './parser.ts';

const parser = createParser();

/** Boxes of code and cells of tables in one text, at most. A text with more is made to be slow. */
const most = { code: 60, cells: 600 };

/** Texts whose blocks are kept: a few screens of messages. The oldest goes first. */
const kept = 500;
const cache = new Map<string, readonly Block[]>();

/** Reads a message's Markdown. The same text answers the same blocks while it is kept. */
export function parseMarkdown(text: string): readonly Block[] {
  const known = cache.get(text);
  if (known) return known;
  const tokens = parser.parse(text, {});
  const blocks = isTooMuch(tokens) ? plainBlocks(text) : blocksOf(new Reader(tokens));
  if (cache.size >= kept) cache.delete(cache.keys().next().value!);
  cache.set(text, blocks);
  return blocks;
}

/** The parser drops what is nested too deep; then the reader gets the text as it was typed. */
function isTooMuch(tokens: readonly Token[]): boolean {
  let code = 0;
  let cells = 0;
  for (const { type, level } of tokens) {
    if (level >= maxNesting - 2) return true;
    if (type === 'fence' && ++code > most.code) return true;
    if ((type === 'td_open' || type === 'th_open') && ++cells > most.cells) return true;
  }
  return false;
}

function plainBlocks(text: string): Block[] {
  return [{ type: 'paragraph', children: [{ type: 'text', text }] }];
}

/** Walks over the flat list of tokens. */
class Reader {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  take(): Token | undefined {
    return this.#tokens[this.#next++];
  }
}

/** The blocks up to the end of the one that was opened before. */
function blocksOf(reader: Reader): Block[] {
  const blocks: Block[] = [];
  for (let token = reader.take(); token && token.nesting >= 0; token = reader.take()) {
    const block = blockOf(token, reader);
    if (block) blocks.push(block);
  }
  return blocks;
}

function blockOf(token: Token, reader: Reader): Block | null {
  switch (token.type) {
    case 'paragraph_open':
      return { type: 'paragraph', children: wordsOf(reader) };
    case 'heading_open':
      return { type: 'heading', level: Number(token.tag.slice(1)), children: wordsOf(reader) };
    case 'blockquote_open':
      return { type: 'quote', children: blocksOf(reader) };
    case 'bullet_list_open':
      return { type: 'list', ordered: false, start: 1, items: itemsOf(reader) };
    case 'ordered_list_open':
      return { type: 'list', ordered: true, start: Number(token.attrGet('start') ?? 1), items: itemsOf(reader) };
    case 'fence':
      return { type: 'code', text: token.content.replace(/\n$/, ''), language: token.info.trim().split(/\s/)[0] ?? '' };
    case 'table_open':
      return tableOf(reader);
    case 'hr':
      return { type: 'rule' };
    default:
      return null;
  }
}

/** What stands between an opened block's token and its end: one token of words. */
function wordsOf(reader: Reader): Inline[] {
  const words = reader.take();
  reader.take();
  return inlinesOf(new Reader(words?.children ?? []));
}

function itemsOf(reader: Reader): Block[][] {
  const items: Block[][] = [];
  for (let token = reader.take(); token?.type === 'list_item_open'; token = reader.take()) items.push(blocksOf(reader));
  return items;
}

function tableOf(reader: Reader): Block {
  const rows: Cell[][] = [];
  for (let token = reader.take(); token && token.type !== 'table_close'; token = reader.take()) {
    if (token.type === 'tr_open') rows.push([]);
    else if (token.type === 'th_open' || token.type === 'td_open') {
      const side = /text-align:(\w+)/.exec(attribute(token, 'style'))?.[1];
      const align = side === 'center' ? 'center' : side === 'right' ? 'end' : 'start';
      rows.at(-1)?.push({ align, children: wordsOf(reader) });
    }
  }
  const [head = [], ...body] = rows;
  return { type: 'table', head, rows: body };
}

const marks = { strong_open: 'strong', em_open: 'em', s_open: 'strike' } as const;

/** `linked` says that they stand within a link, where no other can stand. */
function inlinesOf(reader: Reader, linked = false): Inline[] {
  const inlines: Inline[] = [];
  for (let token = reader.take(); token && token.nesting >= 0; token = reader.take()) {
    if (Object.hasOwn(marks, token.type)) {
      inlines.push({ type: marks[token.type as keyof typeof marks], children: inlinesOf(reader, linked) });
    } else if (token.type === 'link_open') {
      inlines.push({ type: 'link', href: attribute(token, 'href'), children: inlinesOf(reader, true) });
    } else if (token.type === 'image') {
      // A picture of another site would tell it who reads: a link instead.
      inlines.push(imageLink(token));
    } else if (token.type === 'softbreak' || token.type === 'hardbreak') inlines.push({ type: 'break' });
    else if (token.type === 'code_inline') inlines.push({ type: 'code', text: token.content });
    else if (linked && token.content !== '') inlines.push({ type: 'text', text: token.content });
    else inlines.push(...splitLinks(token.content).map(textOrLink));
  }
  return inlines;
}

/** Addresses with a scheme are links already; this finds those that begin with `www.`. */
function textOrLink(part: TextPart): Inline {
  if (!('link' in part)) return { type: 'text', text: part.text };
  return { type: 'link', href: part.href, children: [{ type: 'text', text: part.link }] };
}

function imageLink(token: Token): Inline {
  const href = attribute(token, 'src');
  return { type: 'link', href, children: [{ type: 'text', text: token.content || href }] };
}

function attribute(token: Token, name: string): string {
  return String(token.attrGet(name) ?? '');
}
