import { limits, type Message } from '@hongyan/protocol';
import { Bookmark, Copy, Forward, X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../../app/client.tsx';
import { Button, copyText, IconButton, useAttempt, useToast } from '../../../ui/index.ts';
import { useConversation } from './conversation.ts';
import { textOf } from './use-message-actions.ts';

/** In place of the composer while messages are chosen: how many, and what can be done with them. Escape ends it. */
export function SelectionBar({ chosen, onEnd }: { chosen: ReadonlyMap<string, Message>; onEnd: () => void }) {
  const { t } = useTranslation(['messages', 'common']);
  const { actions } = useConversation();
  const client = useClient();
  const toast = useToast();
  const attempt = useAttempt();
  const messages = [...chosen.values()].sort((left, right) => left.seq - right.seq);
  const none = messages.length === 0;

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) onEnd();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [onEnd]);

  const copy = async () => {
    const { store } = client;
    const text = messages.map((message) => `${store.nameOf(message.authorId)}: ${textOf(message)}`).join('\n');
    const copied = await copyText(text);
    toast(copied ? t('copied.text') : { text: t('common:copyFailed'), tone: 'danger' });
    if (copied) onEnd();
  };
  const save = async () => {
    const done = await attempt(async () => {
      for (const { roomId, id } of messages) await client.call('message.save', { roomId, id, on: true });
    });
    if (!done) return;
    toast(t('saved.done'));
    onEnd();
  };
  const full = messages.length === limits.forwardedMessages;
  return (
    <div className="safe-bottom shrink-0 border-t border-line bg-surface">
      <div className="mx-auto flex min-h-16 max-w-4xl items-center gap-1 px-2 md:px-4">
        <IconButton label={t('common:cancel')} icon={<X />} onClick={onEnd} />
        <span aria-live="polite" className="min-w-0 flex-1 truncate tabular-nums">
          {full ? t('select.full', { count: messages.length }) : t('select.count', { count: messages.length })}
        </span>
        <IconButton label={t('action.copy')} icon={<Copy />} disabled={none} onClick={copy} />
        <IconButton label={t('action.save')} icon={<Bookmark />} disabled={none} onClick={save} />
        <Button
          icon={<Forward aria-hidden className="size-4" />}
          disabled={none}
          onClick={() => actions.forward(messages)}
        >
          {t('action.forward')}
        </Button>
      </div>
    </div>
  );
}
