import type { Message } from '@hongyan/protocol';
import { memo, useMemo } from 'react';
import { useMyId } from '../../../app/client.tsx';
import { useConversation } from '../conversation/conversation.ts';
import { Author, AuthorPicture } from './Author.tsx';
import { Bubble } from './Bubble.tsx';
import { ForwardedBlock } from './ForwardedBlock.tsx';
import { KeptMarks } from './KeptMarks.tsx';
import { MessageBar } from './MessageBar.tsx';
import { MessageText } from './MessageText.tsx';
import { Meta } from './Meta.tsx';
import { Quote } from './Quote.tsx';
import { Reactions } from './Reactions.tsx';
import { RowFrame } from './RowFrame.tsx';
import { SentMark } from './SentMark.tsx';
import { ThreadLine } from './ThreadLine.tsx';
import { useRowGestures } from './use-row-gestures.ts';

export interface MessageRowProps {
  message: Message;
  /** Whether it is the first of those that stand together, and shows its author. */
  leads: boolean;
  highlighted: boolean;
  /** Null while no messages are being chosen. */
  selected: boolean | null;
}

/** A message in its bubble, with all that hangs on it. */
export const MessageRow = memo(function MessageRow({ message, leads, highlighted, selected }: MessageRowProps) {
  const { access, showsAuthors, actions } = useConversation();
  const own = useMyId() === message.authorId;
  const { hovered, barRef, ...gestures } = useRowGestures(message, selected !== null);
  const meta = useMemo(
    () => (
      <Meta at={message.createdAt} edited={message.editedAt !== null} onEdited={() => actions.showHistory(message)}>
        <KeptMarks message={message} />
        {own && <SentMark message={message} />}
      </Meta>
    ),
    [message, own, actions],
  );
  const withPicture = showsAuthors && !own;
  return (
    <RowFrame
      own={own}
      leads={leads}
      highlighted={highlighted}
      selected={selected}
      onSelect={() => actions.select(message)}
      gestures={gestures}
      picture={withPicture && <AuthorPicture userId={message.authorId} shown={leads} />}
      below={
        <>
          {message.reactions.length > 0 && <Reactions message={message} />}
          {message.thread && access.room.kind !== 'thread' && <ThreadLine message={message} thread={message.thread} />}
        </>
      }
    >
      {withPicture && leads && <Author userId={message.authorId} />}
      <Bubble
        own={own}
        leads={leads}
        text={message.forwarded.length === 0 && !message.replyTo ? message.text : ''}
        bar={hovered && selected === null && <MessageBar message={message} own={own} ref={barRef} />}
      >
        {message.replyTo && <Quote roomId={message.roomId} messageId={message.replyTo} />}
        {message.forwarded.length > 0 ? (
          <ForwardedBlock forwarded={message.forwarded} end={meta} />
        ) : (
          <MessageText message={message} end={meta} />
        )}
      </Bubble>
    </RowFrame>
  );
});
