import { useTranslation } from 'react-i18next';
import { useStore } from '../../../app/client.tsx';
import { useLocale } from '../../../i18n/index.ts';
import { PresenceText, usePersonNames } from '../../directory/index.ts';
import type { RoomAccess } from '../room/access.ts';

/** Who is typing; else how the other person is, or how many people are here. */
export function RoomSubtitle({ access }: { access: RoomAccess }) {
  const { t } = useTranslation('messages');
  const { room, otherId } = access;
  const typing = useStore(`typing:${room.id}`, (store) => store.typing(room.id));
  if (typing.length > 0) return <TypingText userIds={typing} direct={room.kind === 'direct'} />;
  if (room.kind === 'direct' && otherId) return <PresenceText userId={otherId} />;
  const members = t('members', { count: room.memberCount });
  return room.topic ? `${members} · ${room.topic}` : members;
}

/** "李雷 is typing…" */
export function TypingText({ userIds, direct }: { userIds: readonly string[]; direct: boolean }) {
  const { t } = useTranslation('messages');
  const locale = useLocale();
  const named = userIds.slice(0, 3);
  const nameOf = usePersonNames(named);
  const names = new Intl.ListFormat(locale, { type: 'conjunction' }).format(named.map(nameOf));
  const text = direct
    ? t('typing.direct')
    : userIds.length > named.length
      ? t('typing.many', { count: userIds.length })
      : t('typing.named', { names, count: userIds.length });
  return <span className="text-accent-ink">{text}</span>;
}
