import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Logo } from './Logo.tsx';

export interface PageFormProps {
  title: string;
  /** Above the title, for pages that say how something went. */
  icon?: ReactNode;
  description?: ReactNode;
  /** Without it the card holds no form. The page is not reloaded. */
  onSubmit?: () => void;
  /** Links under the card. */
  footer?: ReactNode;
  /** At the top, opposite the name of the product. */
  corner?: ReactNode;
  children: ReactNode;
}

/** A card in the middle of the page, for those who are not signed in. */
export function PageForm({ title, icon, description, onSubmit, footer, corner, children }: PageFormProps) {
  const { t } = useTranslation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit?.();
  };
  const content = (
    <>
      <div>
        {icon && (
          <div
            aria-hidden
            className="mb-4 grid size-14 place-items-center rounded-full bg-accent-soft text-accent-ink [&_svg]:size-7"
          >
            {icon}
          </div>
        )}
        <h1 className="text-xl font-semibold break-words">{title}</h1>
        {description && <p className="mt-1 break-words text-muted">{description}</p>}
      </div>
      {children}
    </>
  );
  const card = 'flex w-full flex-col gap-4 md:rounded-2xl md:border md:border-line md:bg-surface md:p-7';
  return (
    <main className="safe-top safe-bottom flex min-h-dvh flex-col items-center bg-surface md:bg-canvas md:pt-[14dvh]">
      <div className="flex w-full max-w-md flex-col gap-6 px-5 py-8">
        <div className="flex items-center gap-3">
          <Logo className="size-11" />
          <div className="leading-tight">
            <div className="text-lg font-semibold">{t('product')}</div>
            <div className="text-sm text-muted">{t('tagline')}</div>
          </div>
          {corner && <div className="ms-auto flex shrink-0">{corner}</div>}
        </div>
        {onSubmit ? (
          <form noValidate onSubmit={submit} className={card}>
            {content}
          </form>
        ) : (
          <div className={card}>{content}</div>
        )}
        {footer && <div className="flex flex-col items-center gap-2 text-center text-muted">{footer}</div>}
      </div>
    </main>
  );
}
