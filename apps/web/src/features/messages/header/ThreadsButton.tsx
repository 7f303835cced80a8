import { Link, useSearch } from '@tanstack/react-router';
import { MessagesSquare } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge, Tooltip } from '../../../ui/index.ts';
import type { RoomAccess } from '../room/access.ts';

/** Leads to the thread with the newest unread answer, while there is one. */
export function ThreadsButton({ access }: { access: RoomAccess }) {
  const { t } = useTranslation('messages');
  const { room, threadUnread, unreadThreads } = access.home;
  const { panel, thread } = useSearch({ strict: false });
  const [newest] = unreadThreads;
  if (!newest) return null;
  const label = t('thread.unread', { count: threadUnread });
  return (
    <Tooltip label={label}>
      <Link
        to="/rooms/$roomId"
        params={{ roomId: room.id }}
        search={{ thread: newest }}
        state={panel || thread ? {} : { below: true }}
        aria-label={label}
        className="inline-flex h-11 shrink-0 items-center gap-1 rounded-[10px] px-2 text-accent-ink transition-colors hover:bg-hover md:h-9"
      >
        <MessagesSquare aria-hidden className="size-5" />
        <Badge count={threadUnread} />
      </Link>
    </Tooltip>
  );
}
