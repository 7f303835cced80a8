import type { Message } from '@hongyan/protocol';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../../ui/index.ts';
import { PersonAvatar, PersonName } from '../../directory/index.ts';

/** Who reacted with what. */
export function ReactionsDialog({ message, open, onClose }: { message: Message; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('messages');
  return (
    <Dialog open={open} onClose={onClose} title={t('reactions.title')} size="small">
      <div className="flex flex-col gap-4">
        {message.reactions.map(({ emoji, userIds, count }) => (
          <section key={emoji}>
            <h3 className="flex items-center gap-2 pb-1 text-sm text-muted tabular-nums">
              <span className="text-xl">{emoji}</span> {count}
            </h3>
            <ul>
              {userIds.map((userId) => (
                <li key={userId} className="flex min-h-10 items-center gap-3">
                  <PersonAvatar userId={userId} size="small" />
                  <span className="min-w-0 truncate">
                    <PersonName userId={userId} />
                  </span>
                </li>
              ))}
            </ul>
            {count > userIds.length && (
              <p className="text-sm text-muted">{t('reactions.more', { count: count - userIds.length })}</p>
            )}
          </section>
        ))}
      </div>
    </Dialog>
  );
}
