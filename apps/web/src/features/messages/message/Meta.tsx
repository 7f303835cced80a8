import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Time } from '../../../ui/index.ts';

/** When a message was sent, whether it was edited, and how far it got (`children`). Floats behind the last word. */
export function Meta({
  at,
  edited = false,
  onEdited,
  children,
}: {
  at: number;
  edited?: boolean;
  onEdited?: () => void;
  children?: ReactNode;
}) {
  const { t } = useTranslation('messages');
  return (
    <span className="relative top-[5px] float-end ms-2.5 inline-flex h-[18px] items-center gap-1 text-[11px] leading-[18px] whitespace-nowrap text-muted select-none">
      {edited && (
        <button type="button" onClick={onEdited} title={t('history.show')} className="rounded-sm hover:underline">
          {t('edited')}
        </button>
      )}
      <Time at={at} as="clock" />
      {children}
    </span>
  );
}
