import { ProblemError } from '@hongyan/protocol';
import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../i18n/index.ts';
import { Banner } from './Banner.tsx';
import { latePart } from './late-part.ts';
import { Popover } from './Popover.tsx';
import { Spinner } from './Spinner.tsx';

const useEmojiPanel = latePart(async () => (await import('./emoji/EmojiPanel.tsx')).EmojiPanel);

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
  const errorText = useErrorText();
  const [open, setOpen] = useState(false);
  const { part: EmojiPanel, failed } = useEmojiPanel(open);
  const pick = (emoji: string) => {
    setOpen(false);
    onPick(emoji);
  };
  return (
    <Popover trigger={trigger} open={open} onOpenChange={setOpen} side={side} align="end" label={t('emoji.open')}>
      {EmojiPanel ? (
        <EmojiPanel onPick={pick} />
      ) : failed ? (
        <div className="max-w-72 p-2">
          <Banner tone="danger">{errorText(new ProblemError('offline'))}</Banner>
        </div>
      ) : (
        <Spinner label={t('loading')} className="m-8" />
      )}
    </Popover>
  );
}
