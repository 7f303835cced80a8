import type { Message } from '@hongyan/protocol';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, useMyId } from '../../../app/client.tsx';
import { usePersonName } from '../../directory/index.ts';
import { useConversation } from '../conversation/conversation.ts';
import { useMessagePreview } from '../use-preview.ts';

/** Reads new messages of others out to those who listen to the screen. Nothing is to be seen. */
export function Arrivals({ roomId }: { roomId: string }) {
  const client = useClient();
  const myId = useMyId();
  const [message, setMessage] = useState<Message | null>(null);
  useEffect(
    () =>
      client.on('message', (arrived, live) => {
        if (live && arrived.roomId === roomId && arrived.authorId !== myId) setMessage(arrived);
      }),
    [client, roomId, myId],
  );
  return (
    <div aria-live="polite" className="sr-only">
      {message && <Arrival key={message.id} message={message} />}
    </div>
  );
}

function Arrival({ message }: { message: Message }) {
  const { t } = useTranslation('messages');
  const { access } = useConversation();
  const name = usePersonName(message.authorId);
  const text = useMessagePreview(message, access.room.kind);
  return message.event ? text : t('timeline.arrived', { name, text });
}
