import { type CommandResult, ProblemError } from '@hongyan/protocol';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Link2Off } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../app/client.tsx';
import { usePageTitle } from '../../app/title.ts';
import { useErrorText, useLocale } from '../../i18n/index.ts';
import {
  Avatar,
  Button,
  buttonClass,
  EmptyState,
  formatFull,
  LinkedText,
  Spinner,
  useAttempt,
} from '../../ui/index.ts';

type Preview = CommandResult<'invite.preview'>;

/** Where an invite link leads: what room it is, and whether to join. Members are let through. */
export function InvitePage() {
  const { t } = useTranslation('rooms');
  const { t: common } = useTranslation();
  const { code = '' } = useParams({ strict: false });
  const { preview, error, load } = useInvite(code);
  const errorText = useErrorText();
  usePageTitle(preview?.name || t('invite.title'));

  if (error !== null) {
    return (
      <Frame>
        <EmptyState
          icon={<Link2Off />}
          title={t('invite.invalid')}
          body={errorText(error)}
          action={
            <>
              <Link to="/" className={buttonClass()}>
                {t('invite.home')}
              </Link>
              {!isEnded(error) && (
                <Button variant="secondary" onClick={load}>
                  {common('retry')}
                </Button>
              )}
            </>
          }
        />
      </Frame>
    );
  }
  if (!preview || preview.member) {
    return (
      <Frame>
        <Spinner label={common('loading')} className="m-auto text-muted" />
      </Frame>
    );
  }
  return (
    <Frame>
      <Invitation code={code} preview={preview} />
    </Frame>
  );
}

/** Whether a link will not work on another try either. */
const isEnded = (error: unknown) => error instanceof ProblemError && error.code === 'invite_invalid';

/** What a link leads to; null until it is known. Goes to the room of those who are in it already. */
function useInvite(code: string) {
  const client = useClient();
  const navigate = useNavigate();
  const [preview, setPreview] = useState<Preview | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  // `tries` is among the dependencies because a new try asks again.
  useEffect(() => {
    let gone = false;
    setError(null);
    setPreview(null);
    client.call('invite.preview', { code }).then(
      (found) => {
        // Whoever went elsewhere meanwhile is not fetched back.
        if (gone) return;
        setPreview(found);
        if (found.member) void navigate({ to: '/rooms/$roomId', params: { roomId: found.roomId }, replace: true });
      },
      (thrown: unknown) => !gone && setError(thrown),
    );
    return () => {
      gone = true;
    };
  }, [client, navigate, code, tries]);
  return { preview, error, load: () => setTries(tries + 1) };
}

function Invitation({ code, preview }: { code: string; preview: Preview }) {
  const { t } = useTranslation('rooms');
  const client = useClient();
  const navigate = useNavigate();
  const attempt = useAttempt();
  const locale = useLocale();
  const [busy, setBusy] = useState(false);
  const { roomId, name, topic, avatar, memberCount, expiresAt } = preview;

  const join = async () => {
    setBusy(true);
    await attempt(async () => {
      const { room } = await client.call('invite.accept', { code });
      await navigate({ to: '/rooms/$roomId', params: { roomId: room.id }, replace: true });
    });
    setBusy(false);
  };
  return (
    <section className="m-auto flex w-full max-w-sm flex-col items-center gap-1 rounded-2xl p-6 text-center md:border md:border-line md:bg-surface md:p-8">
      <p className="mb-4 text-muted">{t('invite.invited')}</p>
      <Avatar id={roomId} name={name} src={avatar} shape="square" size="huge" />
      <h1 dir="auto" className="mt-4 max-w-full text-xl font-semibold break-words">
        {name}
      </h1>
      <p className="text-sm text-muted">{t('memberCount', { count: memberCount })}</p>
      {topic && (
        <p dir="auto" className="mt-2 max-w-full text-balance break-words whitespace-pre-wrap">
          <LinkedText text={topic} />
        </p>
      )}
      <div className="mt-6 flex w-full flex-col gap-2">
        <Button busy={busy} onClick={join}>
          {t('invite.join')}
        </Button>
        <Link to="/" className={buttonClass('ghost')}>
          {t('invite.notNow')}
        </Link>
      </div>
      {expiresAt !== null && (
        <p className="mt-3 text-sm text-muted">{t('invite.expires', { when: formatFull(expiresAt, locale) })}</p>
      )}
    </section>
  );
}

function Frame({ children }: { children: ReactNode }) {
  return <div className="flex h-full overflow-y-auto bg-surface md:bg-canvas">{children}</div>;
}
