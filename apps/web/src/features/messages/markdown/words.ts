import type { Block, Inline } from './ast.ts';

/** The plain words of a text, in order, without code: where mentions may stand. */
export function* wordsOf(blocks: readonly Block[]): Generator<string> {
  for (const block of blocks) {
    if (block.type === 'paragraph' || block.type === 'heading') yield* inlineWords(block.children);
    else if (block.type === 'quote') yield* wordsOf(block.children);
    else if (block.type === 'list') for (const item of block.items) yield* wordsOf(item);
    else if (block.type === 'table') {
      for (const row of [block.head, ...block.rows]) for (const cell of row) yield* inlineWords(cell.children);
    }
  }
}

function* inlineWords(inlines: readonly Inline[]): Generator<string> {
  for (const inline of inlines) {
    if (inline.type === 'text') yield inline.text;
    else if (inline.type !== 'link' && 'children' in inline) yield* inlineWords(inline.children);
  }
}
