import type { Message, MessageVersion } from '@hongyan/protocol';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../../app/client.tsx';
import { useErrorText } from '../../../i18n/index.ts';
import { Banner, Dialog, Spinner, Time } from '../../../ui/index.ts';
import { Markdown } from '../markdown/Markdown.tsx';

/** All texts that a message had, the present one first. */
export function HistoryDialog({ message, open, onClose }: { message: Message; open: boolean; onClose: () => void }) {
  const { t } = useTranslation(['messages', 'common']);
  const client = useClient();
  const errorText = useErrorText();
  const [versions, setVersions] = useState<readonly MessageVersion[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const { roomId, id, editedAt } = message;

  useEffect(() => {
    if (!open) return;
    let gone = false;
    setError(null);
    client.call('message.history', { roomId, id }).then(
      (answer) => !gone && setVersions(answer.versions.toReversed()),
      (thrown) => !gone && setError(thrown),
    );
    return () => {
      gone = true;
    };
    // An edit makes a new history.
  }, [client, roomId, id, editedAt, open]);

  return (
    <Dialog open={open} onClose={onClose} title={t('history.title')}>
      {error !== null && <Banner tone="danger">{errorText(error)}</Banner>}
      {!versions && error === null && <Spinner label={t('common:loading')} className="m-6" />}
      <ol className="flex flex-col gap-4">
        {versions?.map((version, index) => (
          <li key={version.at} className="flex flex-col gap-1">
            <p className="text-xs text-muted">
              {index === 0
                ? t('history.now')
                : index === versions.length - 1
                  ? t('history.first')
                  : t('history.earlier')}
              {' · '}
              <Time at={version.at} as="full" />
            </p>
            <div className="rounded-xl bg-sunken px-3 py-2">
              <Markdown text={version.text} />
            </div>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
