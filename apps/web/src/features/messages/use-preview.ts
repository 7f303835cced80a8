import type { Message, RoomKind } from '@hongyan/protocol';
import { useTranslation } from 'react-i18next';
import { useMyId } from '../../app/client.tsx';
import { useLocale } from '../../i18n/index.ts';
import { usePersonNames } from '../directory/index.ts';
import { messagePreview, peopleInPreview } from './preview.ts';

const nobody: readonly string[] = [];

/** A message in one line, as `messagePreview`; '' without a message. Follows the names of those in it. */
export function useMessagePreview(message: Message | null, kind: RoomKind): string {
  const { t } = useTranslation('messages');
  const locale = useLocale();
  const myId = useMyId();
  const nameOf = usePersonNames(message ? peopleInPreview(message) : nobody);
  return message ? messagePreview(message, { t, locale, myId, kind, nameOf }) : '';
}
