import { useTranslation } from 'react-i18next';
import { cx } from '../../../ui/index.ts';
import type { RoomFilter } from './visible-rooms.ts';

/** Which rooms the list shows. */
export function FilterChips({
  value,
  onValue,
  unread,
  hasArchived,
}: {
  value: RoomFilter;
  onValue: (value: RoomFilter) => void;
  /** How many rooms wait to be read. */
  unread: number;
  hasArchived: boolean;
}) {
  const { t } = useTranslation('rooms');
  const filters: RoomFilter[] = hasArchived ? ['all', 'unread', 'archived'] : ['all', 'unread'];
  return (
    <div role="group" aria-label={t('list.show')} className="flex gap-1.5">
      {filters.map((filter) => (
        <button
          key={filter}
          type="button"
          aria-pressed={filter === value}
          onClick={() => onValue(filter)}
          className={cx(
            'relative min-h-8 rounded-full px-3 text-sm transition-colors after:absolute after:-inset-1.5 md:min-h-7 md:after:hidden',
            filter === value
              ? 'bg-accent-soft font-medium text-accent-ink'
              : 'text-muted hover:bg-hover hover:text-ink',
          )}
        >
          {t(`list.${filter}`)}
          {filter === 'unread' && unread > 0 && <span className="ms-1.5 tabular-nums">{unread}</span>}
        </button>
      ))}
    </div>
  );
}
