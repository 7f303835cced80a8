import { isDeepStrictEqual } from 'node:util';
import { type Client, createClient } from '@hongyan/sdk';
import { type Actor, until } from './stage.ts';

/** Waits until a device holds what one that starts now holds. */
export async function sameAsFresh({ client, user }: Actor, url: string): Promise<void> {
  const fresh = createClient({ url, token: user.token });
  fresh.start();
  await fresh.synced();
  await loadAll(fresh);
  await loadAll(client);
  await until(
    `what ${user.name} holds is what the server has`,
    () => difference(stateOf(client), stateOf(fresh)),
    (found) => found === null,
  );
  fresh.stop();
}

/** Loads everything that a client can hold, so that two of them can be compared. */
async function loadAll(client: Client): Promise<void> {
  const loaded = new Set<string>();
  // The messages of a room lead to its threads.
  for (let left = roomIds(client); left.length > 0; left = roomIds(client).filter((roomId) => !loaded.has(roomId))) {
    for (const roomId of left) {
      await client.loadMembers(roomId);
      await loadRoom(client, roomId);
      loaded.add(roomId);
    }
  }
  const users = roomIds(client).flatMap((roomId) => client.store.members(roomId).members.map((one) => one.userId));
  client.needUsers(users);
  await until('all profiles are there', () => users.every((userId) => client.store.user(userId)));
}

async function loadRoom({ history, store }: Client, roomId: string): Promise<void> {
  await history.open(roomId);
  await history.jumpToNewest(roomId);
  while (store.timeline(roomId).hasOlder && !store.timeline(roomId).error) await history.loadOlder(roomId);
  const { error } = store.timeline(roomId);
  if (error) throw error;
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
function stateOf(client: Client): object {
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

/** Where two states differ first, for people to read; null if they are the same. */
function difference(held: unknown, fresh: unknown, path = ''): string | null {
  if (isDeepStrictEqual(held, fresh)) return null;
  if (typeof held !== 'object' || typeof fresh !== 'object' || held === null || fresh === null)
    return `${path}: held ${JSON.stringify(held)}, fresh ${JSON.stringify(fresh)}`;
  const keys = [...new Set([...Object.keys(held), ...Object.keys(fresh)])];
  const key = keys.find((one) => !isDeepStrictEqual(valueAt(held, one), valueAt(fresh, one)));
  return difference(valueAt(held, key!), valueAt(fresh, key!), `${path}/${key}`);
}

function valueAt(value: object, key: string): unknown {
  return (value as Record<string, unknown>)[key];
}

function order(a: object, b: object): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
