import type { Message } from '@hongyan/protocol';
import { memo } from 'react';
import { useConversation } from '../conversation/conversation.ts';
import { useMessagePreview } from '../use-preview.ts';
import { ReEdit } from './ReEdit.tsx';

/** What happened to the room, or that a message was recalled: a line in the middle. */
export const LineRow = memo(function LineRow({ message, highlighted }: { message: Message; highlighted: boolean }) {
  const { access } = useConversation();
  const text = useMessagePreview(message, access.room.kind);
  return (
    <p className="relative px-6 py-1.5 text-center text-[13px] leading-5 break-words text-muted [overflow-wrap:anywhere]">
      {highlighted && <span aria-hidden className="absolute inset-0 message-flash" />}
      {text}
      {message.recalledAt !== null && <ReEdit message={message} />}
    </p>
  );
});
