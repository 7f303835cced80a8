/** A message's text as blocks of marked words: all that the screen needs, and nothing that can run. */
export type Inline =
  | { type: 'text'; text: string }
  | { type: 'break' }
  | { type: 'code'; text: string }
  | { type: 'strong' | 'em' | 'strike'; children: Inline[] }
  | { type: 'link'; href: string; children: Inline[] };

export type Block =
  | { type: 'paragraph'; children: Inline[] }
  | { type: 'heading'; level: number; children: Inline[] }
  | { type: 'quote'; children: Block[] }
  | { type: 'list'; ordered: boolean; start: number; items: Block[][] }
  | { type: 'code'; text: string; language: string }
  | { type: 'table'; head: Cell[]; rows: Cell[][] }
  | { type: 'rule' };

export interface Cell {
  align: 'start' | 'center' | 'end';
  children: Inline[];
}
