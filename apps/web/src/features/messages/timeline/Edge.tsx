import type { Timeline } from '@hongyan/sdk';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../../../i18n/index.ts';
import { Button, cx, Spinner } from '../../../ui/index.ts';
import { edgeHeight } from './use-list.ts';

/** Where the held part of a room ends and more follows: that it is coming, or why it is not. */
export function Edge({ at, timeline, onRetry }: { at: 'top' | 'bottom'; timeline: Timeline; onRetry: () => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { error } = timeline;
  return (
    <div
      style={{ height: edgeHeight }}
      className={cx(
        'absolute inset-x-0 flex items-center justify-center gap-3 px-4 text-sm text-muted',
        at === 'top' ? 'top-0' : 'bottom-0',
      )}
    >
      {error ? (
        <>
          <span className="line-clamp-2">{errorText(error)}</span>
          <Button variant="secondary" size="small" onClick={onRetry}>
            {t('retry')}
          </Button>
        </>
      ) : (
        <Spinner label={t('loading')} />
      )}
    </div>
  );
}
