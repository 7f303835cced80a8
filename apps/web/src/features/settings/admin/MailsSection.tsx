import type { OutboxMail } from '@hongyan/protocol';
import { MailOpen } from 'lucide-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../../app/client.tsx';
import { useServerInfo } from '../../../app/server-info.ts';
import { Banner, EmptyState, useAttempt, useToast } from '../../../ui/index.ts';
import { usePages } from '../use-pages.ts';
import { AdministratorOnly } from './AdministratorOnly.tsx';
import { MailRow } from './MailRow.tsx';
import { PagedList, ReloadButton } from './PagedList.tsx';

/** The outbox: every mail that the server made, with the links that people ask for. */
export function MailsSection() {
  return (
    <AdministratorOnly>
      <Mails />
    </AdministratorOnly>
  );
}

function Mails() {
  const { t } = useTranslation('settings');
  const client = useClient();
  const toast = useToast();
  const attempt = useAttempt();
  const { info } = useServerInfo();
  const pages = usePages<OutboxMail>(
    useCallback(
      async (last) => {
        const { mails, more } = await client.call('admin.mails', last ? { before: last.id } : {});
        return { rows: mails, more };
      },
      [client],
    ),
  );
  const remove = (mail: OutboxMail) =>
    attempt(async () => {
      await client.call('admin.removeMail', { mailId: mail.id });
      toast(t('mails.removed'));
      pages.reload();
    });
  return (
    <>
      <div className="flex min-h-11 items-center gap-2">
        <div className="min-w-0 flex-1">{info?.sendsMail === false && <Banner>{t('mails.handOut')}</Banner>}</div>
        <ReloadButton pages={pages} />
      </div>
      <PagedList
        label={t('sections.mails')}
        pages={pages}
        keyOf={(mail) => mail.id}
        row={(mail) => <MailRow mail={mail} handedOut={info?.sendsMail === false} onRemove={() => remove(mail)} />}
        none={<EmptyState icon={<MailOpen />} title={t('mails.none')} body={t('mails.noneBody')} />}
      />
    </>
  );
}
