import { useLocation, useNavigate, useParams } from '@tanstack/react-router';
import { UsersRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '../../app/title.ts';
import { EmptyState, ThreePane } from '../../ui/index.ts';
import { AddPersonDialog } from './AddPersonDialog.tsx';
import { BlockedPane } from './BlockedPane.tsx';
import { ContactList } from './ContactList.tsx';
import { ContactPane } from './ContactPane.tsx';
import { RequestsPane } from './RequestsPane.tsx';

/** The contacts beside one of them, the requests or the blocked people. The address says which. */
export function ContactsPage() {
  const { t } = useTranslation('contacts');
  const { userId } = useParams({ strict: false });
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const [adding, setAdding] = useState(false);
  const [sought, setSought] = useState('');
  usePageTitle(t('title'));

  const back = () => void navigate({ to: '/contacts' });
  const add = (query: string) => {
    setSought(query);
    setAdding(true);
  };
  const page = userId
    ? 'contact'
    : pathname.endsWith('/requests')
      ? 'requests'
      : pathname.endsWith('/blocked')
        ? 'blocked'
        : null;
  return (
    <>
      <ThreePane
        listLabel={t('title')}
        list={<ContactList selectedId={userId ?? null} page={page} onAdd={add} />}
        shown={page ? 'main' : 'list'}
        main={
          userId ? (
            <ContactPane key={userId} userId={userId} onBack={back} />
          ) : page === 'requests' ? (
            <RequestsPane onBack={back} onAdd={() => add('')} />
          ) : page === 'blocked' ? (
            <BlockedPane onBack={back} />
          ) : (
            <EmptyState icon={<UsersRound />} title={t('none.title')} body={t('none.body')} />
          )
        }
      />
      <AddPersonDialog open={adding} query={sought} onClose={() => setAdding(false)} />
    </>
  );
}
