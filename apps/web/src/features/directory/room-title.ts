import type { RoomSummary } from '@hongyan/sdk';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../app/client.tsx';
import { firstWords } from './first-words.ts';
import { usePersonName } from './person.ts';

/** A room's name: its own, the other person's in a direct room, the words of its message for a thread. */
export function useRoomTitle(roomId: string): string {
  const summary = useStore(`room:${roomId}`, (store) => store.room(roomId));
  const otherName = useOtherName(summary);
  const threadTitle = useThreadTitle(summary);
  return otherName ?? threadTitle ?? summary?.room.name ?? '';
}

function useOtherName(summary: RoomSummary | null): string | null {
  const name = usePersonName(summary?.otherId ?? '');
  return summary?.otherId ? name : null;
}

function useThreadTitle(summary: RoomSummary | null): string | null {
  const { t } = useTranslation('directory');
  const parent = summary?.room.parent ?? null;
  const { roomId, messageId } = parent ?? { roomId: '', messageId: '' };
  const message = useStore(`message:${roomId}/${messageId}`, (store) => store.message(roomId, messageId));
  if (!parent) return null;
  return (message && firstWords(message.text || message.forwarded.map((each) => each.text).join(' '))) || t('thread');
}
