import { ShieldAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../../app/client.tsx';
import { EmptyState } from '../../../ui/index.ts';

/** Shows its children to administrators alone, and tells others why there is nothing. The server checks it too. */
export function AdministratorOnly({ children }: { children: ReactNode }) {
  const { t } = useTranslation('settings');
  const self = useStore('self', (store) => store.self());
  if (!self) return null;
  if (self.role === 'administrator') return children;
  return <EmptyState icon={<ShieldAlert />} title={t('admin.onlyTitle')} body={t('admin.only')} />;
}
