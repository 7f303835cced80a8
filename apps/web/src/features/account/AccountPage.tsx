import { useEffect, useRef } from 'react';
import { usePageTitle } from '../../app/title.ts';
import { PageForm, type PageFormProps } from '../../ui/index.ts';
import { PageOptions } from './PageOptions.tsx';

/** The frame of these pages: a card, with language and theme above it. */
export function AccountPage(props: Omit<PageFormProps, 'corner'>) {
  usePageTitle(props.title);
  return <PageForm {...props} corner={<PageOptions />} />;
}

/** Puts the focus into the first field that says an error, each time that `attempts` has grown. */
export function useFocusOnError(attempts: number): void {
  const before = useRef(attempts);
  useEffect(() => {
    if (before.current === attempts) return;
    before.current = attempts;
    document.querySelector<HTMLElement>('form [aria-invalid="true"]')?.focus();
  }, [attempts]);
}
