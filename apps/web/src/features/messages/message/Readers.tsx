import type { Message } from '@hongyan/protocol';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../../app/client.tsx';
import { Time } from '../../../ui/index.ts';
import { PersonAvatar, PersonName } from '../../directory/index.ts';
import { useConversation } from '../conversation/conversation.ts';
import { readersOf } from './read-by.ts';

/** Who has read a message and when, and who has not. */
export function Readers({ message }: { message: Message }) {
  const { t } = useTranslation('messages');
  const { access } = useConversation();
  const { id, kind } = access.room;
  const room = useStore(`members:${id}`, (store) => store.members(id));
  const { read, unread } = readersOf(room, message);
  if (kind === 'direct') {
    const [other] = read;
    return (
      <p className="px-4 py-3 text-sm">
        {other ? (
          <>
            {t('readers.readAt')} <Time at={other.readAt} as="full" />
          </>
        ) : (
          t('sent.nobody')
        )}
      </p>
    );
  }
  return (
    <div className="flex max-h-80 w-64 flex-col gap-3 overflow-y-auto p-3 text-sm">
      {read.length > 0 && (
        <section>
          <h3 className="px-1 pb-1 text-xs font-medium text-muted">{t('readers.read', { count: read.length })}</h3>
          <ul>
            {read.map(({ userId, readAt }) => (
              <Reader key={userId} userId={userId} readAt={readAt} />
            ))}
          </ul>
        </section>
      )}
      {unread.length > 0 && (
        <section>
          <h3 className="px-1 pb-1 text-xs font-medium text-muted">{t('readers.unread', { count: unread.length })}</h3>
          <ul>
            {unread.map((userId) => (
              <Reader key={userId} userId={userId} />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Reader({ userId, readAt }: { userId: string; readAt?: number }) {
  return (
    <li className="flex min-h-9 items-center gap-2 px-1">
      <PersonAvatar userId={userId} size="tiny" />
      <span className="min-w-0 flex-1 truncate">
        <PersonName userId={userId} />
      </span>
      {readAt !== undefined && <Time at={readAt} className="shrink-0 text-xs text-muted" />}
    </li>
  );
}
