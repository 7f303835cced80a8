import type { Client } from '@hongyan/sdk';
import { until } from './stage.ts';

/** Loads everything that a client can hold, so that two of them can be compared. */
export async function loadAll(client: Client): Promise<void> {
  for (const roomId of roomIds(client)) {
    await client.loadMembers(roomId);
    await client.history.open(roomId);
    await client.history.jumpToNewest(roomId);
    while (client.store.timeline(roomId).hasOlder) await client.history.loadOlder(roomId);
    const { error } = client.store.timeline(roomId);
    if (error) throw error;
  }
  const users = roomIds(client).flatMap((roomId) => client.store.members(roomId).members.map((one) => one.userId));
  client.needUsers(users);
  await until('all profiles are there', () => users.every((userId) => client.store.user(userId)));
}

/** Every room that a client follows, threads too. */
function roomIds(client: Client): string[] {
  const rooms = client.store.rooms().map((summary) => summary.room.id);
  const threads = rooms.flatMap((roomId) =>
    client.store.timeline(roomId).messages.flatMap(({ thread }) => (thread ? [thread.roomId] : [])),
  );
  return [...new Set([...rooms, ...threads])].filter((roomId) => client.store.room(roomId)?.subscription);
}

/** Everything that a client holds, in a form that can be compared. */
export function stateOf(client: Client): object {
  const { store } = client;
  const byId = <T extends object>(rows: Iterable<T>) => [...rows].sort((a, b) => order(a, b));
  return {
    self: store.self(),
    settings: store.settings(),
    sessions: byId(store.sessions()),
    contacts: byId(store.contacts()),
    requests: byId(store.requests()),
    blocks: byId(store.blocks()),
    saved: byId(store.saved()),
    unread: store.totalUnread(),
    rooms: roomIds(client).map((roomId) => {
      const { members, receipts, whole } = store.members(roomId);
      const { messages, outgoing, hasOlder, hasNewer } = store.timeline(roomId);
      return {
        summary: store.room(roomId),
        draft: store.draft(roomId),
        members,
        whole,
        receipts: byId(receipts.values()),
        profiles: members.map((member) => store.user(member.userId)),
        timeline: { messages, outgoing, hasOlder, hasNewer },
      };
    }),
  };
}

function order(a: object, b: object): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
