import type { Message } from '@hongyan/protocol';
import { type ReactNode, useMemo } from 'react';
import { cx } from '../../../ui/index.ts';
import { emojiOnly } from '../markdown/emoji-only.ts';
import { Markdown } from '../markdown/Markdown.tsx';
import { mentionTable } from '../markdown/mentions.ts';
import { usePeople } from './use-people.ts';

const sizes = ['', 'text-[3.25rem] leading-[4rem]', 'text-[2.5rem] leading-[3.25rem]', 'text-[2.25rem] leading-[3rem]'];

/** What was said, with those who are mentioned under the names that I call them. */
export function MessageText({
  message,
  end,
}: {
  message: Pick<Message, 'text' | 'mentions' | 'mentionsAll'>;
  end?: ReactNode;
}) {
  const { text, mentions, mentionsAll } = message;
  const people = usePeople(mentions);
  const table = useMemo(() => mentionTable(people, mentionsAll), [people, mentionsAll]);
  const emoji = emojiOnly(text);
  if (emoji > 0) {
    return (
      <div className="flex flex-col">
        <span className={cx('px-1', sizes[emoji])}>{text}</span>
        <span className="flex justify-end">{end}</span>
      </div>
    );
  }
  return <Markdown text={text} mentions={table} end={end} />;
}
