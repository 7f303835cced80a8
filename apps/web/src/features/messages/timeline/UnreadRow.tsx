import { memo } from 'react';
import { useTranslation } from 'react-i18next';

/** Where the unread messages began when the room was opened. */
export const UnreadRow = memo(function UnreadRow() {
  const { t } = useTranslation('messages');
  return (
    <div className="flex items-center gap-3 px-3 py-2 text-xs font-medium text-accent-ink @2xl/column:px-6">
      <span aria-hidden className="h-px flex-1 bg-accent/35" />
      {t('timeline.unread')}
      <span aria-hidden className="h-px flex-1 bg-accent/35" />
    </div>
  );
});
