import type { Message } from '@hongyan/protocol';
import { useTranslation } from 'react-i18next';
import { useMyId } from '../../../app/client.tsx';
import { cx, Dialog, PointMenu } from '../../../ui/index.ts';
import type { MenuPlace } from '../conversation/conversation.ts';
import { useConversation } from '../conversation/conversation.ts';
import { useMessagePreview } from '../use-preview.ts';
import { useAbilities } from './use-abilities.ts';
import { useEntries } from './use-entries.tsx';

const quick = ['👍', '❤️', '😂', '🎉', '🙏', '👀'];

/** What can be done with a message: a menu at the pointer, or a sheet from below under a finger. */
export function MessageMenu({
  message,
  place,
  open,
  onClose,
}: {
  message: Message;
  place: MenuPlace;
  open: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation('messages');
  const { access } = useConversation();
  const entries = useEntries(message);
  const may = useAbilities(message);
  const preview = useMessagePreview(message, access.room.kind);
  const reactions = may.react && <QuickReactions message={message} onDone={onClose} />;
  if (place !== 'sheet') {
    return (
      <PointMenu
        open={open}
        onClose={onClose}
        point={place}
        items={entries}
        label={t('action.label')}
        head={reactions}
      />
    );
  }
  return (
    <Dialog open={open} onClose={onClose} title={<span className="line-clamp-1 text-base">{preview}</span>}>
      <div className="-mx-2 flex flex-col gap-1">
        {reactions}
        {entries.map((entry, index) => {
          if (!entry) return null;
          // Lines between groups have no other name.
          if (entry === 'separator') return <hr key={`line-${index}`} className="mx-2 border-line" />;
          return (
            <button
              key={entry.label}
              type="button"
              onClick={() => {
                onClose();
                entry.onSelect();
              }}
              className={cx(
                'flex min-h-12 items-center gap-4 rounded-xl px-3 text-start active:bg-hover [&_svg]:size-5',
                entry.danger ? 'text-danger' : '[&_svg]:text-muted',
              )}
            >
              {entry.icon}
              {entry.label}
            </button>
          );
        })}
      </div>
    </Dialog>
  );
}

function QuickReactions({ message, onDone }: { message: Message; onDone: () => void }) {
  const { t } = useTranslation('messages');
  const { actions } = useConversation();
  const myId = useMyId();
  return (
    <div role="group" aria-label={t('reactions.label')} className="flex justify-between gap-0.5 px-1 pb-1">
      {quick.map((emoji) => {
        const mine = message.reactions.some((each) => each.emoji === emoji && each.userIds.includes(myId));
        return (
          <button
            key={emoji}
            type="button"
            aria-pressed={mine}
            onClick={() => {
              onDone();
              actions.react(message, emoji, !mine);
            }}
            className={cx(
              'grid size-11 place-items-center rounded-full text-2xl transition-colors md:size-9 md:text-xl',
              mine ? 'bg-accent-soft' : 'hover:bg-hover',
            )}
          >
            {emoji}
          </button>
        );
      })}
    </div>
  );
}
