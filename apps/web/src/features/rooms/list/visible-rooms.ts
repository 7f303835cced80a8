import type { RoomSummary } from '@hongyan/sdk';
import { matchesName } from '../../directory/index.ts';

export type RoomFilter = 'all' | 'unread' | 'archived';

export interface RoomChoice {
  filter: RoomFilter;
  /** Part of a name, or the initials of its pinyin; '' for all. */
  query: string;
  /** The open room: it stays in the list of unread rooms while it is read. */
  openId: string | undefined;
  /** Everything by which a query finds a room. */
  namesOf(summary: RoomSummary): readonly string[];
}

/**
 * Which rooms a list shows, in the order given. Archived rooms are out of the way unless something in them is unread or
 * they are pinned or open; a query looks through all of them.
 */
export function visibleRooms(rooms: readonly RoomSummary[], choice: RoomChoice): string[] {
  const query = choice.query.trim();
  const isShown = (summary: RoomSummary) =>
    query === '' ? passes(summary, choice) : matchesName(query, choice.namesOf(summary));
  return rooms.filter(isShown).map(({ room }) => room.id);
}

function passes(summary: RoomSummary, { filter, openId }: RoomChoice): boolean {
  const archived = summary.room.archivedAt !== null;
  if (filter === 'archived') return archived;
  if (summary.room.id === openId) return true;
  if (filter === 'unread') return isUnread(summary);
  return !archived || isUnread(summary) || (summary.subscription?.pinned ?? false);
}

/** Whether a room, or a thread in it, waits to be read, also because its reader said so. */
export function isUnread({ unread, threadUnread, subscription }: RoomSummary): boolean {
  return unread > 0 || threadUnread > 0 || (subscription?.markedUnread ?? false);
}
