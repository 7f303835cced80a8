import type { ErrorComponentProps } from '@tanstack/react-router';
import { Link } from '@tanstack/react-router';
import { Compass, RotateCw, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, buttonClass, EmptyState } from '../ui/index.ts';
import { usePageTitle } from './title.ts';

/** After an update of the server, parts that were not loaded yet have other names. */
const isMissingPart = (error: unknown) =>
  error instanceof Error && /dynamically imported module|importing a module script|preload CSS/i.test(error.message);

/** What a page shows in place of itself when its code fails. */
export function ErrorPage({ error }: ErrorComponentProps) {
  const { t } = useTranslation();
  return (
    <main className="flex h-full min-h-96 bg-canvas">
      <EmptyState
        icon={<TriangleAlert />}
        title={t('problem.title')}
        body={isMissingPart(error) ? t('problem.updated') : t('problem.body')}
        action={
          <Button icon={<RotateCw aria-hidden className="size-4" />} onClick={() => location.reload()}>
            {t('problem.reload')}
          </Button>
        }
      />
    </main>
  );
}

/** No page has this address. */
export function NotFoundPage() {
  const { t } = useTranslation();
  usePageTitle(t('notFound.title'));
  return (
    <main className="flex h-full min-h-96 bg-canvas">
      <EmptyState
        icon={<Compass />}
        title={t('notFound.title')}
        body={t('notFound.body')}
        action={
          <Link to="/" className={buttonClass()}>
            {t('notFound.home')}
          </Link>
        }
      />
    </main>
  );
}
