import type { ReactNode } from 'react';
import { cx } from '../../../ui/index.ts';
import { emojiOnly } from '../markdown/emoji-only.ts';

/** The ground of a message. One that is nothing but a few emoji stands without. `bar` hangs beside it. */
export function Bubble({
  own,
  leads,
  text,
  failed = false,
  bar,
  children,
}: {
  own: boolean;
  leads: boolean;
  text: string;
  failed?: boolean;
  bar?: ReactNode;
  children: ReactNode;
}) {
  const bare = emojiOnly(text) > 0;
  return (
    <div className="relative max-w-[88%] min-w-0 @2xl/column:max-w-[min(40rem,calc(100%-9.5rem))]">
      <div
        data-bubble
        className={cx(
          'min-w-0',
          !bare && 'rounded-2xl px-3 py-[7px] shadow-[0_1px_1px_rgb(15_30_28/0.05)]',
          !bare && (own ? 'bg-bubble-own' : 'bg-bubble'),
          !bare && leads && (own ? 'rounded-se-md' : 'rounded-ss-md'),
          failed && 'outline outline-danger/60',
        )}
      >
        {children}
      </div>
      {bar}
    </div>
  );
}
