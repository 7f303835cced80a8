import { createElement, Fragment, memo, type ReactNode } from 'react';
import { cx, WebLink } from '../../../ui/index.ts';
import type { Block, Cell, Inline } from './ast.ts';
import { CodeBlock } from './CodeBlock.tsx';
import { Everyone, Mention } from './Mention.tsx';
import { type MentionTable, mentionTable, splitWords } from './mentions.ts';
import { parseMarkdown } from './parse.ts';

const nobody = mentionTable([], false);

/** Parts of a text, by their place: they have no other name, and never move. */
function each<T>(parts: readonly T[], draw: (part: T, index: number) => ReactNode): ReactNode {
  return createElement(Fragment, null, ...parts.map(draw));
}

/**
 * A message's text as elements. `end` stands behind the last word, on the same line where there is one: room for the
 * time.
 */
export const Markdown = memo(function Markdown({
  text,
  mentions = nobody,
  end,
}: {
  text: string;
  mentions?: MentionTable;
  end?: ReactNode;
}) {
  const blocks = parseMarkdown(text);
  return (
    <div className="flex flex-col gap-1 overflow-clip break-words [overflow-clip-margin:4px] [overflow-wrap:anywhere] [unicode-bidi:isolate]">
      <Blocks blocks={blocks} mentions={mentions} end={end} />
    </div>
  );
});

function Blocks({ blocks, mentions, end }: { blocks: readonly Block[]; mentions: MentionTable; end?: ReactNode }) {
  const last = blocks.length - 1;
  return (
    <>
      {each(blocks, (block, index) => (
        <BlockView block={block} mentions={mentions} end={index === last ? end : undefined} />
      ))}
      {end && blocks[last]?.type !== 'paragraph' && <div className="flex justify-end">{end}</div>}
    </>
  );
}

const headings = ['text-xl', 'text-lg', 'text-base'];

function BlockView({ block, mentions, end }: { block: Block; mentions: MentionTable; end?: ReactNode }) {
  const words = (children: readonly Inline[]) => <Inlines inlines={children} mentions={mentions} />;
  switch (block.type) {
    case 'paragraph':
      return (
        <p dir="auto" className="whitespace-pre-wrap">
          {words(block.children)}
          {end}
        </p>
      );
    case 'heading':
      return (
        <p dir="auto" className={cx('font-semibold', headings[block.level - 1] ?? 'text-base')}>
          {words(block.children)}
        </p>
      );
    case 'quote':
      return (
        <blockquote className="flex flex-col gap-1 border-s-[3px] border-line-strong/50 ps-2.5 text-muted">
          <Blocks blocks={block.children} mentions={mentions} />
        </blockquote>
      );
    case 'list':
      return <List block={block} mentions={mentions} />;
    case 'code':
      return <CodeBlock text={block.text} language={block.language} />;
    case 'table':
      return <Table head={block.head} rows={block.rows} words={words} />;
    case 'rule':
      return <hr className="my-1.5 border-line-strong/40" />;
  }
}

function List({ block, mentions }: { block: Block & { type: 'list' }; mentions: MentionTable }) {
  const Tag = block.ordered ? 'ol' : 'ul';
  return (
    <Tag
      {...(block.ordered && { start: block.start })}
      className={cx('flex flex-col gap-0.5', block.ordered ? 'list-decimal ps-7' : 'list-disc ps-5')}
    >
      {each(block.items, (item) => (
        <li>
          <div className="flex flex-col gap-1">
            <Blocks blocks={item} mentions={mentions} />
          </div>
        </li>
      ))}
    </Tag>
  );
}

const aligned = { start: 'text-start', center: 'text-center', end: 'text-end' };

function Table({ head, rows, words }: { head: Cell[]; rows: Cell[][]; words: (children: Inline[]) => ReactNode }) {
  const cells = (row: Cell[], Tag: 'th' | 'td') =>
    each(row, (cell) => (
      <Tag className={cx('border border-line-strong/40 px-2 py-1', aligned[cell.align])}>{words(cell.children)}</Tag>
    ));
  return (
    <div className="overflow-x-auto overscroll-x-contain">
      <table className="border-collapse text-sm [overflow-wrap:normal]">
        <thead>
          <tr>{cells(head, 'th')}</tr>
        </thead>
        <tbody>
          {each(rows, (row) => (
            <tr>{cells(row, 'td')}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Inlines({ inlines, mentions }: { inlines: readonly Inline[]; mentions: MentionTable }) {
  return each(inlines, (inline) =>
    inline.type === 'text' && !inline.text.includes('@') ? (
      inline.text
    ) : (
      <InlineView inline={inline} mentions={mentions} />
    ),
  );
}

const tags = { strong: 'strong', em: 'em', strike: 's' } as const;

function InlineView({ inline, mentions }: { inline: Inline; mentions: MentionTable }) {
  switch (inline.type) {
    case 'text':
      return <Words text={inline.text} mentions={mentions} />;
    case 'break':
      return <br />;
    case 'code':
      return (
        <code className="rounded-[5px] bg-ink/8 px-1 py-px font-mono text-[0.88em] [unicode-bidi:isolate]">
          {inline.text}
        </code>
      );
    case 'link':
      return (
        <WebLink href={inline.href}>
          <Inlines inlines={inline.children} mentions={nobody} />
        </WebLink>
      );
    default: {
      const Tag = tags[inline.type];
      return (
        <Tag>
          <Inlines inlines={inline.children} mentions={mentions} />
        </Tag>
      );
    }
  }
}

function Words({ text, mentions }: { text: string; mentions: MentionTable }) {
  return each(splitWords(text, mentions), (piece) => {
    switch (piece.type) {
      case 'mention':
        return <Mention userId={piece.userId} />;
      case 'everyone':
        return <Everyone />;
      case 'email':
        return <WebLink href={`mailto:${piece.text}`}>{piece.text}</WebLink>;
      case 'text':
        return piece.text;
    }
  });
}
