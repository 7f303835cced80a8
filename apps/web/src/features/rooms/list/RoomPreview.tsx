import type { Message } from '@hongyan/protocol';
import type { Outgoing, RoomSummary } from '@hongyan/sdk';
import { CircleAlert, Clock } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMyId, useStore } from '../../../app/client.tsx';
import { usePersonName } from '../../directory/index.ts';
import { namesItsAuthor, plainText, useMessagePreview } from '../../messages/index.ts';

/**
 * What goes on in a room, in one line. The first of these that there is: a message that the server refused, who is
 * typing, a draft (unless its room is open), a message that waits, the newest message.
 */
export function RoomPreview({ summary, open }: { summary: RoomSummary; open: boolean }) {
  const { t } = useTranslation('rooms');
  const { room, outgoing, draft, lastMessage } = summary;
  const typing = useStore(`typing:${room.id}`, (store) => store.typing(room.id));
  if (outgoing?.state === 'failed') return <OutgoingPreview outgoing={outgoing} />;
  if (typing.length > 0) return <TypingPreview userIds={typing} direct={room.kind === 'direct'} />;
  if (draft && !open) {
    return (
      <Line>
        <span className="text-danger">{t('list.draft')}</span> {plainText(draft)}
      </Line>
    );
  }
  if (outgoing) return <OutgoingPreview outgoing={outgoing} />;
  if (lastMessage) return <MessagePreview message={lastMessage} summary={summary} />;
  return <Line>{t('list.noMessages')}</Line>;
}

/** So many code points of a name leave room for what was said. */
const longestName = 12;

function shortName(name: string): string {
  const characters = Array.from(name);
  return characters.length <= longestName
    ? name
    : `${characters
        .slice(0, longestName - 1)
        .join('')
        .trim()}…`;
}

function MessagePreview({ message, summary }: { message: Message; summary: RoomSummary }) {
  const { t } = useTranslation('rooms');
  const myId = useMyId();
  const text = useMessagePreview(message, summary.room.kind);
  const name = usePersonName(message.authorId);
  if (namesItsAuthor(message)) return <Line>{text}</Line>;
  if (message.authorId === myId) return <Line>{t('list.byMe', { text })}</Line>;
  return <Line>{summary.room.kind === 'direct' ? text : t('list.by', { name: shortName(name), text })}</Line>;
}

function OutgoingPreview({ outgoing }: { outgoing: Outgoing }) {
  const { t } = useTranslation('rooms');
  const { t: words } = useTranslation('messages');
  const failed = outgoing.state === 'failed';
  const Sign = failed ? CircleAlert : Clock;
  const says = failed ? t('list.failed') : t('list.sending');
  return (
    <Line>
      <Sign
        role="img"
        aria-label={says}
        className={`me-1 mb-0.5 inline size-3.5 ${failed ? 'text-danger' : 'text-muted'}`}
      />
      {failed && <span className="me-1 text-danger">{says}</span>}
      {outgoing.from
        ? words('preview.forwardedMany', { count: outgoing.from.messageIds.length })
        : plainText(outgoing.text)}
    </Line>
  );
}

function TypingPreview({ userIds, direct }: { userIds: readonly string[]; direct: boolean }) {
  const { t } = useTranslation('rooms');
  const name = usePersonName(userIds[0] ?? '');
  const text = direct
    ? t('list.typing')
    : userIds.length === 1
      ? t('list.typingOne', { name })
      : t('list.typingMany', { count: userIds.length });
  return <span className="min-w-0 flex-1 truncate text-accent-ink">{text}</span>;
}

function Line({ children }: { children: ReactNode }) {
  return (
    <span dir="auto" className="min-w-0 flex-1 truncate">
      {children}
    </span>
  );
}
