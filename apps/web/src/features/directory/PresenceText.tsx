import type { Presence } from '@hongyan/protocol';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../app/client.tsx';
import { useLocale } from '../../i18n/index.ts';
import { formatRelative, useNow } from '../../ui/index.ts';
import { usePerson } from './person.ts';
import { usePresence } from './presence.ts';

/** How a person is in words, and what they say of themselves. Nothing while it is not known. */
export function PresenceText({ userId }: { userId: string }) {
  const { t } = useTranslation('directory');
  const user = usePerson(userId);
  const blocked = useStore('blocks', (store) => store.isBlocked(userId));
  const presence = usePresence(userId);
  const status = useStatusText(presence);
  const state = useStateText(presence);
  if (user?.deleted) return null;
  if (blocked) return t('blocked');
  if (!presence) return null;
  return status ? `${state} · ${status}` : state;
}

/** What a person says of themselves, while it lasts. */
function useStatusText(presence: Presence | null): string | null {
  const now = useNow();
  const status = presence?.status;
  if (!status || (status.until !== null && status.until <= now)) return null;
  return `${status.emoji} ${status.text}`.trim() || null;
}

/** "Online", "Away", "last seen 5 minutes ago". */
function useStateText(presence: Presence | null): string {
  const { t } = useTranslation(['directory', 'common']);
  const locale = useLocale();
  const now = useNow();
  if (!presence) return '';
  const { state, lastSeenAt } = presence;
  if (state !== 'offline' || lastSeenAt === null) return t(`common:presence.${state}`);
  if (now - lastSeenAt < 60_000) return t('seenNow');
  return t('seen', { ago: formatRelative(lastSeenAt, locale, now) });
}
