import { RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../../../i18n/index.ts';
import { Banner, Button, IconButton, Skeleton } from '../../../ui/index.ts';
import type { Pages } from '../use-pages.ts';

/** Rows as one card, with what is needed round them: loading, an error, nothing, more. */
export function PagedList<Row>({
  label,
  pages,
  keyOf,
  row,
  none,
}: {
  label: string;
  pages: Pages<Row>;
  keyOf: (row: Row) => string;
  row: (row: Row) => ReactNode;
  none: ReactNode;
}) {
  const { t } = useTranslation(['settings', 'common']);
  const errorText = useErrorText();
  const { rows, more, loading, error } = pages;
  const failure = error !== null && (
    <Banner
      tone="danger"
      action={
        <Button variant="secondary" size="small" onClick={pages.reload}>
          {t('common:retry')}
        </Button>
      }
    >
      {errorText(error)}
    </Banner>
  );
  if (loading === 'first') return <Skeleton className="h-64 rounded-2xl" />;
  if (rows.length === 0) return failure || none;
  return (
    <>
      {failure}
      <ul
        aria-label={label}
        aria-busy={loading !== null}
        className="divide-y divide-line overflow-hidden rounded-2xl border border-line bg-surface"
      >
        {rows.map((each) => (
          <li key={keyOf(each)}>{row(each)}</li>
        ))}
      </ul>
      {more && (
        <Button variant="secondary" busy={loading === 'more'} onClick={pages.loadMore} className="self-center">
          {t('common:loadMore')}
        </Button>
      )}
    </>
  );
}

/** Asks for the rows anew. */
export function ReloadButton({ pages }: { pages: Pages<unknown> }) {
  const { t } = useTranslation('settings');
  return (
    <IconButton
      label={t('admin.reload')}
      icon={<RotateCw className={pages.loading === 'again' ? 'animate-spin' : undefined} />}
      disabled={pages.loading !== null}
      onClick={pages.reload}
    />
  );
}
