import { Check, Copy } from 'lucide-react';
import { memo, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCopy } from '../../../ui/index.ts';
import type { CodeSpan } from './highlight.ts';

/** Code in a box of its own, in colours once the highlighter is there, with a button to copy it. */
export const CodeBlock = memo(function CodeBlock({ text, language }: { text: string; language: string }) {
  const spans = useHighlight(text, language.toLowerCase());
  return (
    <div className="group/code relative my-1 overflow-hidden rounded-lg border border-line bg-sunken" dir="ltr">
      <div className="flex h-8 items-center justify-between ps-3 pe-0.5">
        <span className="truncate font-mono text-xs text-muted">{language}</span>
        <CopyCode text={text} />
      </div>
      <pre
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-96 overflow-auto overscroll-x-contain px-3 pb-2.5 font-mono text-[13px] leading-5"
      >
        <code>
          {spans
            ? spans.map((span, index) => (
                // Runs of code have no other name.
                <span key={index} className={span.className}>
                  {span.text}
                </span>
              ))
            : text}
        </code>
      </pre>
    </div>
  );
});

function CopyCode({ text }: { text: string }) {
  const { t } = useTranslation();
  const { copied, copy } = useCopy(text);
  // No `IconButton`: a text may hold hundreds of these.
  return (
    <button
      type="button"
      aria-label={copied ? t('copied') : t('copy')}
      title={copied ? t('copied') : t('copy')}
      onClick={copy}
      className="grid size-9 place-items-center rounded-md text-muted hover:bg-hover hover:text-ink md:size-7 [&_svg]:size-4"
    >
      {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
    </button>
  );
}

function useHighlight(text: string, language: string): CodeSpan[] | null {
  const [spans, setSpans] = useState<CodeSpan[] | null>(null);
  useEffect(() => {
    setSpans(null);
    if (!language) return;
    let gone = false;
    import('./highlight.ts').then(
      ({ highlight }) => {
        if (!gone) setSpans(highlight(text, language));
      },
      // Without the highlighter the code is as readable, in one colour.
      () => {},
    );
    return () => {
      gone = true;
    };
  }, [text, language]);
  return spans;
}
