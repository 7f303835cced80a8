import type { ContactRequest } from '@hongyan/protocol';
import { MailOpen, UserRoundPlus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMyId } from '../../app/client.tsx';
import { Button, EmptyState, PaneHeader, Tag, Time, useAttempt, useToast } from '../../ui/index.ts';
import { PersonAvatar, PersonName, usePersonActions, usePersonCard, usePersonName } from '../directory/index.ts';
import { useRequests } from './use-requests.ts';

/** Decided requests beyond this many are history that nobody looks for here. */
const earlierShown = 30;

/** Requests to me with their answers, mine that wait, and those that are decided. */
export function RequestsPane({ onBack, onAdd }: { onBack: () => void; onAdd: () => void }) {
  const { t } = useTranslation('contacts');
  const { received, sent, earlier } = useRequests();
  const add = (
    <Button icon={<UserRoundPlus aria-hidden className="size-[18px]" />} onClick={onAdd}>
      {t('add.open')}
    </Button>
  );
  return (
    <>
      <PaneHeader title={t('requests.title')} onBack={onBack} />
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        {received.length + sent.length + earlier.length === 0 ? (
          <EmptyState icon={<MailOpen />} title={t('requests.empty')} body={t('requests.emptyBody')} action={add} />
        ) : (
          <div className="mx-auto flex w-full max-w-2xl flex-col gap-6 p-4 md:p-6">
            <Part title={t('requests.received')} requests={received} none={t('requests.noneReceived')} />
            {sent.length > 0 && <Part title={t('requests.sent')} requests={sent} />}
            {earlier.length > 0 && <Part title={t('requests.earlier')} requests={earlier.slice(0, earlierShown)} />}
          </div>
        )}
      </div>
    </>
  );
}

function Part({ title, requests, none }: { title: string; requests: readonly ContactRequest[]; none?: string }) {
  return (
    <section aria-label={title}>
      <h2 className="mb-2 px-1 text-sm font-medium text-muted">{title}</h2>
      {requests.length === 0 ? (
        <p className="px-1 text-muted">{none}</p>
      ) : (
        <ul className="divide-y divide-line rounded-2xl border border-line bg-surface">
          {requests.map((request) => (
            <li key={request.id}>
              <RequestRow request={request} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function RequestRow({ request }: { request: ContactRequest }) {
  const myId = useMyId();
  const card = usePersonCard();
  const userId = request.fromId === myId ? request.toId : request.fromId;
  return (
    <div className="flex flex-wrap items-center gap-3 p-3 md:p-4">
      <button
        type="button"
        onClick={() => card(userId)}
        className="flex min-h-11 min-w-0 flex-[1_1_14rem] items-center gap-3 text-start"
      >
        <PersonAvatar userId={userId} />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <PersonName userId={userId} className="truncate font-medium" />
            <Time at={request.decidedAt ?? request.createdAt} className="shrink-0 text-xs text-muted" />
          </span>
          {request.note && (
            <span dir="auto" className="block text-sm break-words whitespace-pre-wrap text-muted">
              {request.note}
            </span>
          )}
        </span>
      </button>
      <div className="ms-auto flex items-center gap-2">
        <Answers request={request} userId={userId} />
      </div>
    </div>
  );
}

function Answers({ request, userId }: { request: ContactRequest; userId: string }): ReactNode {
  const { t } = useTranslation(['contacts', 'directory']);
  const myId = useMyId();
  const attempt = useAttempt();
  const toast = useToast();
  const name = usePersonName(userId);
  const { accept, decline, withdraw, message } = usePersonActions(userId);
  const [busy, setBusy] = useState(false);
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    const done = await attempt(work);
    setBusy(false);
    return done;
  };
  const welcome = async () => {
    if (!(await run(() => accept(request.id)))) return;
    const write = () => void attempt(message);
    toast({ text: t('requests.welcome', { name }), action: { label: t('directory:message'), onClick: write } });
  };

  if (request.state !== 'pending') {
    return <Tag tone={request.state === 'accepted' ? 'success' : 'muted'}>{t(`requests.${request.state}`)}</Tag>;
  }
  if (request.fromId === myId) {
    return (
      <Button variant="secondary" size="small" busy={busy} onClick={() => run(() => withdraw(request.id))}>
        {t('requests.withdraw')}
      </Button>
    );
  }
  return (
    <>
      <Button variant="secondary" size="small" disabled={busy} onClick={() => run(() => decline(request.id))}>
        {t('directory:request.decline')}
      </Button>
      <Button size="small" busy={busy} onClick={welcome}>
        {t('directory:request.accept')}
      </Button>
    </>
  );
}
