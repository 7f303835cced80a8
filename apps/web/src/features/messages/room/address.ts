import type { Room } from '@hongyan/protocol';

/** The path of a message. One in a thread is shown beside the room above. */
export function addressOf(messageId: string, room: Pick<Room, 'id' | 'parent'>): string {
  const { id, parent } = room;
  return parent ? `/rooms/${parent.roomId}/m/${messageId}?thread=${id}` : `/rooms/${id}/m/${messageId}`;
}
