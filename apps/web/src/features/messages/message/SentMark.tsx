import type { Message } from '@hongyan/protocol';
import { Check, CheckCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../../app/client.tsx';
import { cx, Popover } from '../../../ui/index.ts';
import { useConversation } from '../conversation/conversation.ts';
import { Readers } from './Readers.tsx';
import { readBy } from './read-by.ts';

/**
 * How far a message of mine got: one tick on the server, two when somebody has read it, coloured when everybody has.
 * Pressing it says who has.
 */
export function SentMark({ message }: { message: Message }) {
  const { t } = useTranslation('messages');
  const { access } = useConversation();
  const [open, setOpen] = useState(false);
  const { id, kind } = access.room;
  const read = useStore(`members:${id}`, (store) => readBy(store.members(id), message));
  const label = t(`sent.${kind === 'direct' && read === 'all' ? 'read' : read}`);
  const mark = read === 'unknown' || read === 'nobody' ? <Check aria-hidden /> : <CheckCheck aria-hidden />;
  const look = cx('inline-grid [&_svg]:size-[15px]', read === 'all' && 'text-accent-ink');
  if (read === 'unknown') {
    return (
      <span role="img" aria-label={label} className={look}>
        {mark}
      </span>
    );
  }
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      side="top"
      align="end"
      label={t('readers.label')}
      trigger={
        <button type="button" aria-label={label} title={label} className={cx(look, '-m-1 rounded-md p-1')}>
          {mark}
        </button>
      }
    >
      <Readers message={message} />
    </Popover>
  );
}
