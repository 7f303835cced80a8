import type { Message } from '@hongyan/protocol';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../../app/client.tsx';
import { useConversation } from '../conversation/conversation.ts';
import { recalledText } from './recalled-texts.ts';

/** Lets me write again what I recalled here. */
export function ReEdit({ message }: { message: Message }) {
  const { t } = useTranslation('messages');
  const client = useClient();
  const { access, actions } = useConversation();
  const text = recalledText(message.id);
  if (text === null || access.closed !== null) return null;
  const write = () => {
    const { text: begun, replyTo } = client.store.draft(message.roomId);
    client.setDraft(message.roomId, begun ? `${text}\n${begun}` : text, replyTo);
    actions.write();
  };
  return (
    <button type="button" onClick={write} className="ms-2 font-medium text-accent-ink hover:underline">
      {t('recall.writeAgain')}
    </button>
  );
}
