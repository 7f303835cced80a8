import type { Timeline } from '@hongyan/sdk';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../../../i18n/index.ts';
import { Button, cx, EmptyState, Skeleton } from '../../../ui/index.ts';

/** What comes at once needs no sign that it is coming. */
const patienceMs = 200;

const bubbles = ['w-48', 'w-72', 'w-40', 'w-64', 'w-56', 'w-80', 'w-44'];

/** In place of the messages until the first are there. */
export function TimelineSkeleton({ timeline, onRetry }: { timeline: Timeline; onRetry: () => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [patient, setPatient] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setPatient(false), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  if (timeline.error) {
    return (
      <div className="absolute inset-0 flex bg-canvas">
        <EmptyState title={errorText(timeline.error)} action={<Button onClick={onRetry}>{t('retry')}</Button>} />
      </div>
    );
  }
  if (patient) return null;
  return (
    <div role="status" aria-label={t('loading')} className="absolute inset-0 overflow-hidden">
      <div className="mx-auto flex h-full max-w-4xl flex-col justify-end gap-3 p-6">
        {bubbles.map((width, index) => (
          <Skeleton key={width} className={cx('h-10 max-w-[70%] rounded-2xl', width, index % 3 === 2 && 'self-end')} />
        ))}
      </div>
    </div>
  );
}
