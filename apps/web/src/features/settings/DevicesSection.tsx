import type { Session } from '@hongyan/protocol';
import { Laptop, LogOut, Smartphone } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, useStore } from '../../app/client.tsx';
import { useLocale } from '../../i18n/index.ts';
import {
  Button,
  ConfirmDialog,
  formatRelative,
  IconButton,
  Section,
  Skeleton,
  Tag,
  useNow,
  useToast,
} from '../../ui/index.ts';

/** The server notes a device that stays connected so often: what it says is no more exact. */
const seenExactMs = 3_600_000;

/** Where the user is signed in, this device first. */
export function DevicesSection() {
  const { t } = useTranslation('settings');
  const client = useClient();
  const toast = useToast();
  const sessions = useStore('sessions', (store) => store.sessions());
  const thisId = useThisSession();
  const [ending, setEnding] = useState<Session | 'others' | null>(null);

  const here = sessions.find((session) => session.id === thisId);
  const others = sessions.filter((session) => session !== here);
  const single = ending === 'others' ? null : ending;
  const nameOf = (session: Session) => session.device || t('devices.unknown');
  const end = async () => {
    if (ending === 'others') await client.call('session.endOthers', {});
    else if (ending) await client.call('session.end', { sessionId: ending.id });
    toast(t('devices.ended'));
  };

  return (
    <Section title={t('devices.title')} description={t('devices.description')}>
      {thisId === undefined ? (
        <Skeleton className="h-16" />
      ) : (
        <ul className="flex flex-col divide-y divide-line">
          {here && <Device name={nameOf(here)} session={here} here />}
          {others.map((session) => (
            <Device key={session.id} name={nameOf(session)} session={session} onEnd={() => setEnding(session)} />
          ))}
        </ul>
      )}
      {thisId !== undefined &&
        (others.length > 0 ? (
          <Button variant="secondary" className="self-start" onClick={() => setEnding('others')}>
            {t('devices.others')}
          </Button>
        ) : (
          <p className="text-sm text-muted">{t('devices.alone')}</p>
        ))}
      <ConfirmDialog
        open={ending !== null}
        onClose={() => setEnding(null)}
        title={single ? t('devices.endTitle', { device: nameOf(single) }) : t('devices.othersTitle')}
        body={single ? t('devices.endBody') : t('devices.othersBody')}
        confirm={t('devices.end')}
        danger
        onConfirm={end}
      />
    </Section>
  );
}

function Device({
  name,
  session,
  here,
  onEnd,
}: {
  name: string;
  session: Session;
  here?: boolean;
  onEnd?: () => void;
}) {
  const { t } = useTranslation('settings');
  const locale = useLocale();
  const now = useNow();
  const Icon = /iPhone|Android|WeChat/.test(session.device) ? Smartphone : Laptop;
  const ago = (at: number, exactMs: number) => (now - at < exactMs ? null : formatRelative(at, locale, now));
  const seen = ago(session.lastSeenAt, seenExactMs);
  const since = ago(session.createdAt, 60_000);
  return (
    <li className="flex min-h-16 items-center gap-3 py-2">
      <span className="grid size-11 shrink-0 place-items-center rounded-full bg-sunken text-muted">
        <Icon aria-hidden className="size-5" />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2">
          <span className="min-w-0 truncate font-medium">{name}</span>
          {here && <Tag tone="success">{t('devices.this')}</Tag>}
        </div>
        <div className="text-sm text-muted">
          {here ? t('devices.now') : seen ? t('devices.seen', { ago: seen }) : t('devices.seenLately')} ·{' '}
          <span className="inline-block max-w-full break-all">{session.address}</span>
        </div>
        <div className="text-sm text-muted">{since ? t('devices.since', { ago: since }) : t('devices.sinceNow')}</div>
      </div>
      {onEnd && (
        <IconButton
          label={t('devices.endLabel', { device: name })}
          icon={<LogOut className="rtl:-scale-x-100" />}
          onClick={onEnd}
        />
      )}
    </li>
  );
}

/** The id of the session of this page; undefined until the server has said it. */
function useThisSession(): string | undefined {
  const client = useClient();
  const [id, setId] = useState<string>();
  useEffect(() => {
    let gone = false;
    // Without an answer the list shows no mark; every device can be signed out all the same.
    client.call('account.session', {}).then(
      ({ sessionId }) => !gone && setId(sessionId),
      () => !gone && setId(''),
    );
    return () => {
      gone = true;
    };
  }, [client]);
  return id;
}
