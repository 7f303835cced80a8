import type { Forwarded } from '@hongyan/protocol';
import { Forward } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar, Dialog, Time } from '../../../ui/index.ts';
import { Markdown } from '../markdown/Markdown.tsx';
import { plainText } from '../plain-text.ts';

/** Lines of a forwarded conversation that show in the bubble. */
const shown = 4;

/** One message of somewhere else whole, or several in a few lines that open. */
export function ForwardedBlock({ forwarded, end }: { forwarded: readonly Forwarded[]; end: ReactNode }) {
  const { t } = useTranslation('messages');
  const [open, setOpen] = useState(false);
  const [only] = forwarded;
  if (only && forwarded.length === 1) {
    return (
      <>
        <p className="mb-0.5 flex items-center gap-1.5 text-[13px] leading-5 text-accent-ink">
          <Forward aria-hidden className="size-4 shrink-0" />
          <span className="min-w-0 truncate">{t('forwarded.from', { name: only.authorName })}</span>
        </p>
        <Markdown text={only.text} end={end} />
      </>
    );
  }
  return (
    <>
      <button type="button" onClick={() => setOpen(true)} className="block w-full min-w-60 text-start">
        <span className="flex items-center gap-1.5 font-medium">
          <Forward aria-hidden className="size-4 shrink-0 text-accent-ink" />
          {t('forwarded.title', { count: forwarded.length })}
        </span>
        <span className="mt-1 block border-s-[3px] border-accent ps-2.5 text-[13px] leading-5 text-ink/75">
          {forwarded.slice(0, shown).map((each, index) => (
            // What was forwarded never changes.
            <span key={index} className="block truncate">
              <bdi>{each.authorName}</bdi>: {plainText(each.text)}
            </span>
          ))}
        </span>
      </button>
      <div className="flow-root">{end}</div>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t('forwarded.title', { count: forwarded.length })}
        size="large"
      >
        <ol className="flex flex-col gap-4">
          {forwarded.map((each, index) => (
            // What was forwarded never changes.
            <li key={index} className="flex gap-3">
              <Avatar id={each.authorId} name={each.authorName} size="small" />
              <div className="min-w-0 flex-1">
                <p className="flex items-baseline gap-2 text-[13px] text-muted">
                  <bdi className="truncate font-medium">{each.authorName}</bdi>
                  <Time at={each.createdAt} as="short" className="text-xs" />
                </p>
                <Markdown text={each.text} />
              </div>
            </li>
          ))}
        </ol>
      </Dialog>
    </>
  );
}
