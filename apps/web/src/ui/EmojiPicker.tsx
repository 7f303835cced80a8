import { lazy, type ReactElement, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Popover } from './Popover.tsx';
import { Spinner } from './Spinner.tsx';

const EmojiPanel = lazy(() => import('./emoji/EmojiPanel.tsx'));

/** Opens a panel of emoji at `trigger`; closes after one was picked. The panel is loaded when it first opens. */
export function EmojiPicker({
  trigger,
  onPick,
  side = 'top',
}: {
  trigger: ReactElement;
  onPick: (emoji: string) => void;
  side?: 'top' | 'bottom';
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Popover trigger={trigger} open={open} onOpenChange={setOpen} side={side} align="end" label={t('emoji.open')}>
      <Suspense fallback={<Spinner label={t('loading')} className="m-8" />}>
        <EmojiPanel
          onPick={(emoji) => {
            setOpen(false);
            onPick(emoji);
          }}
        />
      </Suspense>
    </Popover>
  );
}
