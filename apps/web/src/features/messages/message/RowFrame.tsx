import type { ComponentProps, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Checkbox, cx } from '../../../ui/index.ts';

interface RowFrameProps {
  own: boolean;
  leads: boolean;
  highlighted?: boolean;
  selected?: boolean | null;
  onSelect?: () => void;
  gestures?: ComponentProps<'div'>;
  picture?: ReactNode;
  /** Under the bubble: reactions, the thread. */
  below?: ReactNode;
  children: ReactNode;
}

/** A message's place in the column: mine at the end, others' at the start. While choosing, the whole row is pressed. */
export function RowFrame({
  own,
  leads,
  highlighted = false,
  selected = null,
  onSelect,
  gestures,
  picture,
  below,
  children,
}: RowFrameProps) {
  const { t } = useTranslation('messages');
  const choosing = selected !== null;
  return (
    <div
      {...gestures}
      className={cx(
        'group/row relative flex scroll-my-16 items-start gap-2 px-3 @2xl/column:px-6 pointer-coarse:select-none pointer-coarse:[-webkit-touch-callout:none]',
        leads ? 'pt-2.5' : 'pt-0.5',
        selected && 'bg-selected/60',
        choosing && 'cursor-pointer',
      )}
    >
      {highlighted && <span aria-hidden className="absolute inset-0 message-flash" />}
      {choosing && (
        <Checkbox
          label={<span className="sr-only">{t('select.this')}</span>}
          checked={selected}
          onChecked={() => onSelect?.()}
          className="-my-1 shrink-0"
        />
      )}
      {picture}
      <div className={cx('flex min-w-0 flex-1 flex-col', own ? 'items-end' : 'items-start')}>
        {children}
        {below}
      </div>
      {choosing && (
        // The checkbox does the same for the keyboard.
        <button type="button" tabIndex={-1} aria-hidden className="absolute inset-0" onClick={onSelect} />
      )}
    </div>
  );
}
