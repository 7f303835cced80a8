import type { AccountRow } from '@hongyan/protocol';
import { SearchX } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../../app/client.tsx';
import { ConfirmDialog, EmptyState, SearchField, useToast } from '../../../ui/index.ts';
import { usePages } from '../use-pages.ts';
import { type AccountDeed, AccountItem } from './AccountItem.tsx';
import { AdministratorOnly } from './AdministratorOnly.tsx';
import { PagedList, ReloadButton } from './PagedList.tsx';

/** Every account of the server; disables and enables them, and makes administrators. */
export function AccountsSection() {
  return (
    <AdministratorOnly>
      <Accounts />
    </AdministratorOnly>
  );
}

function Accounts() {
  const { t } = useTranslation('settings');
  const client = useClient();
  const toast = useToast();
  const [query, setQuery] = useState('');
  const sought = useSettled(query.trim());
  const [asking, setAsking] = useState(false);
  // Kept while the dialog closes.
  const [asked, setAsked] = useState<{ account: AccountRow; deed: AccountDeed } | null>(null);

  const pages = usePages<AccountRow>(
    useCallback(
      async (last) => {
        const args = { ...(sought ? { query: sought } : {}), ...(last ? { after: last.user.id } : {}) };
        const { accounts, more } = await client.call('admin.accounts', args);
        return { rows: accounts, more };
      },
      [client, sought],
    ),
  );

  const ask = (account: AccountRow, deed: AccountDeed) => {
    setAsked({ account, deed });
    setAsking(true);
  };
  const deed = asked?.deed ?? 'disable';
  const name = asked?.account.user.displayName ?? '';
  const decide = async () => {
    if (!asked) return;
    const userId = asked.account.user.id;
    if (deed === 'promote' || deed === 'demote') {
      await client.call('admin.setRole', { userId, role: deed === 'promote' ? 'administrator' : 'user' });
    } else {
      await client.call('admin.setDisabled', { userId, disabled: deed === 'disable' });
    }
    toast(t(`accounts.${deed}Done`, { name }));
    pages.reload();
  };
  return (
    <>
      <div className="flex items-center gap-2">
        <div className="min-w-0 flex-1 rounded-[10px] border border-line">
          <SearchField label={t('accounts.search')} value={query} onValue={setQuery} />
        </div>
        <ReloadButton pages={pages} />
      </div>
      <PagedList
        label={t('sections.accounts')}
        pages={pages}
        keyOf={(account) => account.user.id}
        row={(account) => <AccountItem account={account} onAsk={(wanted) => ask(account, wanted)} />}
        none={<EmptyState icon={<SearchX />} title={t('accounts.none')} body={t('accounts.noneBody')} />}
      />
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t(`accounts.${deed}Title`, { name })}
        body={t(`accounts.${deed}Body`)}
        confirm={t(`accounts.${deed}`)}
        danger={deed === 'disable' || deed === 'demote'}
        onConfirm={decide}
      />
    </>
  );
}

/** What was typed, once the typing has stopped for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 250);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
