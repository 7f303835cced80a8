import { ArrowLeft, ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from './cx.ts';
import { IconButton } from './IconButton.tsx';

export interface ThreePaneProps {
  list: ReactNode;
  listLabel: string;
  main: ReactNode;
  details?: ReactNode;
  detailsLabel?: string;
  /** The one pane that a phone shows. Let the route decide it, so that "back" works. */
  shown: 'list' | 'main' | 'details';
}

/**
 * List | main | details. A desktop shows all three, a small window puts the details in the place of the main pane, a
 * phone shows one. Panes that are out of sight stay mounted and keep their scroll position.
 */
export function ThreePane({ list, listLabel, main, details, detailsLabel, shown }: ThreePaneProps) {
  return (
    <div className="flex h-full min-h-0 w-full">
      <section
        aria-label={listLabel}
        className={cx(
          'min-h-0 w-full shrink-0 flex-col border-line bg-surface md:flex md:w-72 md:border-e lg:w-80',
          shown === 'list' ? 'flex' : 'hidden',
        )}
      >
        {list}
      </section>
      <div
        className={cx(
          'min-h-0 min-w-0 flex-1 flex-col',
          shown === 'main' ? 'flex' : shown === 'list' ? 'hidden md:flex' : 'hidden lg:flex',
        )}
      >
        {main}
      </div>
      {details && (
        <aside
          aria-label={detailsLabel}
          className={cx(
            'min-h-0 w-full min-w-0 flex-1 flex-col border-line bg-surface lg:flex lg:w-80 lg:flex-none lg:border-s',
            shown === 'details' ? 'flex' : 'hidden',
          )}
        >
          {details}
        </aside>
      )}
    </div>
  );
}

/** The bar at the top of a pane. `onBack` shows an arrow on phones only, unless `backAlways`. */
export function PaneHeader({
  title,
  subtitle,
  start,
  actions,
  onBack,
  backAlways,
}: {
  title: ReactNode;
  subtitle?: ReactNode;
  start?: ReactNode;
  actions?: ReactNode;
  onBack?: (() => void) | undefined;
  backAlways?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <header className="safe-top shrink-0 border-b border-line bg-surface">
      <div className="flex h-14 items-center gap-2 px-2 md:px-3">
        {onBack && (
          <IconButton
            label={t('back')}
            icon={
              <>
                <ArrowLeft className="rtl:hidden" />
                <ArrowRight className="hidden rtl:block" />
              </>
            }
            onClick={onBack}
            className={backAlways ? undefined : 'md:hidden'}
          />
        )}
        {start}
        <div className="min-w-0 flex-1 px-1 leading-tight">
          <h1 className="truncate text-base font-semibold">{title}</h1>
          {subtitle && <div className="truncate text-xs text-muted">{subtitle}</div>}
        </div>
        <div className="flex shrink-0 items-center">{actions}</div>
      </div>
    </header>
  );
}
