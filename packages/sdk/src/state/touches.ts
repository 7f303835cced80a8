import type { Room } from '@hongyan/protocol';
import type { StoreKey } from '../api.ts';
import type { Topics } from '../store/topics.ts';
import type { MeState } from './me-state.ts';
import type { RoomState } from './room-state.ts';
import type { Rows } from './rows.ts';

/** Says which topics the difference between two states of the user's own rows concerns. */
export function touchMe(topics: Topics, before: MeState, after: MeState): void {
  const touch = (...keys: StoreKey[]) => {
    for (const key of keys) topics.touch(key);
  };
  if (before.self !== after.self) touch('self');
  if (before.settings !== after.settings) touch('settings');
  if (before.sessions !== after.sessions) touch('sessions');
  if (before.saved !== after.saved) touch('saved');
  if (before.requests !== after.requests) touch('requests');
  if (before.blocks !== after.blocks) touch('blocks');
  if (before.contacts !== after.contacts) {
    touch('contacts');
    for (const userId of differing(before.contacts, after.contacts)) touch(`user:${userId}`);
  }
  for (const roomId of differing(before.drafts, after.drafts)) touch(`draft:${roomId}`, `room:${roomId}`, 'rooms');
  for (const roomId of differing(before.subscriptions, after.subscriptions)) touch(`room:${roomId}`, 'rooms', 'unread');
}

/** Says which topics the difference between two states of a room concerns. */
export function touchRoom(topics: Topics, before: RoomState | null, after: RoomState | null): void {
  const roomId = (after ?? before)!.room.id;
  if (before?.room !== after?.room || before?.newest !== after?.newest) {
    touchSummary(topics, (after ?? before)!.room);
    topics.touch('rooms');
    topics.touch('unread');
  }
  if (before?.window !== after?.window || before?.room.lastSeq !== after?.room.lastSeq)
    topics.touch(`timeline:${roomId}`);
  if (
    before?.members !== after?.members ||
    before?.receipts !== after?.receipts ||
    before?.whole !== after?.whole ||
    before?.room.memberCount !== after?.room.memberCount
  )
    topics.touch(`members:${roomId}`);
}

/** Touches what is shown of a room; with a thread also the room above, which counts its unread answers. */
export function touchSummary(topics: Topics, { id, parent }: Room): void {
  topics.touch(`room:${id}`);
  if (parent) topics.touch(`room:${parent.roomId}`);
}

function differing<T>(before: Rows<T>, after: Rows<T>): string[] {
  if (before === after) return [];
  const gone = [...before.keys()].filter((key) => !after.has(key));
  const moved = [...after].filter(([key, row]) => before.get(key) !== row).map(([key]) => key);
  return [...gone, ...moved];
}
