import type { Message } from '@hongyan/protocol';
import { useTranslation } from 'react-i18next';
import { useMyId } from '../../../app/client.tsx';
import { cx, Dialog, type MenuSign, PointMenu } from '../../../ui/index.ts';
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
  const signs = useQuickReactions(message);
  const preview = useMessagePreview(message, access.room.kind);
  if (place !== 'sheet') {
    return (
      <PointMenu open={open} onClose={onClose} point={place} items={entries} label={t('action.label')} signs={signs} />
    );
  }
  return (
    <Dialog open={open} onClose={onClose} title={<span className="line-clamp-1 text-base">{preview}</span>}>
      <div className="-mx-2 flex flex-col gap-1">
        {signs.length > 0 && <QuickReactions signs={signs} onDone={onClose} />}
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

function useQuickReactions(message: Message): MenuSign[] {
  const { t } = useTranslation('messages');
  const { actions } = useConversation();
  const may = useAbilities(message);
  const myId = useMyId();
  if (!may.react) return [];
  return quick.map((sign) => {
    const checked = message.reactions.some((each) => each.emoji === sign && each.userIds.includes(myId));
    const label = t('reactions.with', { emoji: sign });
    return { sign, label, checked, onSelect: () => actions.react(message, sign, !checked) };
  });
}

function QuickReactions({ signs, onDone }: { signs: readonly MenuSign[]; onDone: () => void }) {
  const { t } = useTranslation('messages');
  return (
    <div role="group" aria-label={t('reactions.label')} className="flex justify-between gap-0.5 px-1 pb-1">
      {signs.map(({ sign, label, checked, onSelect }) => (
        <button
          key={sign}
          type="button"
          aria-label={label}
          aria-pressed={checked}
          onClick={() => {
            onDone();
            onSelect();
          }}
          className={cx('grid size-12 place-items-center rounded-full text-2xl', checked && 'bg-accent-soft')}
        >
          {sign}
        </button>
      ))}
    </div>
  );
}
