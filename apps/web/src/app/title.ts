import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useOptionalStore } from './client.tsx';

/** Names the page in the browser's tab, after the number of unread messages. */
export function usePageTitle(title: string): void {
  const { t } = useTranslation();
  const unread = useOptionalStore('unread', (store) => store.totalUnread(), 0);
  const product = t('product');
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread > 99 ? '99+' : unread}) ` : ''}${title} · ${product}`;
  }, [title, unread, product]);
}
