import { limits, nameKey } from '@hongyan/protocol';
import { isCjk } from './cjk.ts';
import { parseMarkdown } from './parse.ts';
import { wordsOf } from './words.ts';

/** Someone who can be mentioned: `@` and their sign-in name, which never changes and stands for them alone. */
export interface Mentionable {
  id: string;
  name: string;
}

/** A mention stands in the text as `@name`; the message's `mentions` say whose names count. These two mean everybody. */
export const everyone: readonly string[] = ['all', '所有人'];

/** Looked at in one run of words, so that a text of nothing but `@` costs little. */
const mostSigns = 200;

export type Piece =
  | { type: 'text'; text: string }
  | { type: 'mention'; text: string; userId: string }
  | { type: 'everyone'; text: string }
  | { type: 'email'; text: string };

/** Whom to look for in a text. */
export interface MentionTable {
  /** By the form under which names are compared. */
  people: ReadonlyMap<string, Mentionable>;
  all: boolean;
  /** Lengths of the names in UTF-16 units, longest first. */
  lengths: readonly number[];
}

export function mentionTable(people: readonly Mentionable[], all: boolean): MentionTable {
  const named = people.filter((person) => person.name !== '');
  const names = [...named.map((person) => person.name), ...(all ? everyone : [])];
  return {
    people: new Map(named.map((person) => [nameKey(person.name), person])),
    all,
    lengths: [...new Set(names.map((name) => name.length))].sort((left, right) => right - left),
  };
}

const email = /(?<![\w.%+@-])[\w.%+-]{1,64}@(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.){1,8}[a-z]{2,24}(?![\w-])/giu;

/** Cuts a run of words into what is said, who is mentioned and where mail goes. */
export function splitWords(text: string, table: MentionTable): Piece[] {
  const pieces: Piece[] = [];
  let said = 0;
  const put = (start: number, piece: Piece) => {
    if (start > said) pieces.push({ type: 'text', text: text.slice(said, start) });
    pieces.push(piece);
    said = start + piece.text.length;
  };
  let signs = 0;
  for (let at = text.indexOf('@'); at >= 0 && signs < mostSigns; at = text.indexOf('@', at + 1), signs++) {
    const mention = at >= said ? mentionAt(text, at, table) : null;
    if (mention) put(at, mention);
  }
  if (said < text.length) pieces.push({ type: 'text', text: text.slice(said) });
  return text.includes('@') ? pieces.flatMap(withAddresses) : pieces;
}

function withAddresses(piece: Piece): Piece[] {
  if (piece.type !== 'text') return [piece];
  const pieces: Piece[] = [];
  let said = 0;
  for (const { 0: address, index } of piece.text.matchAll(email)) {
    if (index > said) pieces.push({ type: 'text', text: piece.text.slice(said, index) });
    pieces.push({ type: 'email', text: address });
    said = index + address.length;
  }
  if (said < piece.text.length) pieces.push({ type: 'text', text: piece.text.slice(said) });
  return pieces;
}

/** The longest known name behind the `@` at a place. The name may not go on, nor a word lead up to the `@`. */
function mentionAt(text: string, at: number, table: MentionTable): Piece | null {
  if (at > 0 && isWordInside(text.charCodeAt(at - 1))) return null;
  for (const length of table.lengths) {
    const name = text.slice(at + 1, at + 1 + length);
    if (name.length < length || name !== name.trim() || !endsThere(text, at + 1 + length)) continue;
    const key = nameKey(name);
    if (table.all && everyone.includes(key)) return { type: 'everyone', text: `@${name}` };
    const person = table.people.get(key);
    if (person) return { type: 'mention', text: `@${name}`, userId: person.id };
  }
  return null;
}

function endsThere(text: string, end: number): boolean {
  if (end >= text.length) return true;
  return !isWordInside(text.charCodeAt(end)) || isCjk(text.charCodeAt(end - 1));
}

/** A letter or digit of a writing that puts spaces between words. */
function isWordInside(code: number): boolean {
  return !isCjk(code) && /[\p{L}\p{N}]/u.test(String.fromCharCode(code));
}

/** Whom a text mentions, of those who can be mentioned where it is said. Code and links mention nobody. */
export function findMentions(markdown: string, table: MentionTable): { mentions: string[]; mentionsAll: boolean } {
  const mentions = new Set<string>();
  let mentionsAll = false;
  if (!markdown.includes('@')) return { mentions: [], mentionsAll };
  for (const words of wordsOf(parseMarkdown(markdown))) {
    for (const piece of splitWords(words, table)) {
      if (piece.type === 'everyone') mentionsAll = true;
      if (piece.type === 'mention' && mentions.size < limits.mentions) mentions.add(piece.userId);
    }
  }
  return { mentions: [...mentions], mentionsAll };
}
