import type { Message } from '@hongyan/protocol';
import { Bookmark, Pin } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../../app/client.tsx';
import { useConversation } from '../conversation/conversation.ts';

/** That a message is pinned for all, or saved by me. */
export function KeptMarks({ message }: { message: Message }) {
  const { t } = useTranslation('messages');
  const { access } = useConversation();
  const saved = useStore('saved', (store) => store.saved()).some((each) => each.messageId === message.id);
  return (
    <>
      {access.room.pins.includes(message.id) && <Mark icon={<Pin />} label={t('mark.pinned')} />}
      {saved && <Mark icon={<Bookmark />} label={t('mark.saved')} />}
    </>
  );
}

function Mark({ icon, label }: { icon: ReactNode; label: string }) {
  return (
    <span role="img" aria-label={label} title={label} className="inline-grid [&_svg]:size-3">
      {icon}
    </span>
  );
}
