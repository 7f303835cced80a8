import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';

/** Ways to the first unread message, while it has not been seen, and to the end. */
export function JumpButtons({
  unread,
  isAway,
  line,
  onEnd,
  onLine,
}: {
  unread: number;
  /** Whether the end is out of sight. */
  isAway: boolean;
  /** Where the unread line stands, unless it was seen. */
  line: number | null;
  onEnd: () => void;
  onLine: () => void;
}) {
  const { t } = useTranslation('messages');
  const look =
    'pointer-events-auto flex items-center gap-2 rounded-full border border-line bg-surface shadow-pop hover:bg-hover';
  return (
    // At the pane's edge: where the column leaves room, they cover no message.
    <div className="pointer-events-none absolute inset-x-0 bottom-3 flex items-end justify-end gap-2 px-3">
      {line !== null && unread > 0 && (
        <button
          type="button"
          onClick={onLine}
          className={`${look} h-11 px-4 text-sm font-medium text-accent-ink md:h-9`}
        >
          <ArrowUp aria-hidden className="size-4" />
          {t('timeline.toUnread', { count: unread })}
        </button>
      )}
      {isAway && (
        <button
          type="button"
          onClick={onEnd}
          aria-label={t('timeline.toEnd')}
          className={`${look} h-11 justify-center md:h-10 ${unread > 0 ? 'ps-4 pe-3' : 'w-11 md:w-10'}`}
        >
          {unread > 0 && <span className="text-sm font-medium">{t('timeline.new', { count: unread })}</span>}
          <ArrowDown aria-hidden className="size-5 text-muted" />
        </button>
      )}
    </div>
  );
}
