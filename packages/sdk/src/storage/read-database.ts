import type { Message, User } from '@hongyan/protocol';
import { Dexie } from 'dexie';
import { emptyMe, type MeState } from '../state/me-state.ts';
import type { Database, OwnKind, OwnRow } from './database.ts';
import type { StoredHistory, StoredStart } from './storage.ts';

/** Messages of one room that are read when it is opened. */
const openedMessages = 100;

/** Reads what the first screen needs; null if the database has never seen the server. */
export function readStart(db: Database): Promise<StoredStart> {
  const tables = [db.facts, db.heads, db.own, db.users, db.rooms, db.outgoing, db.intents];
  return db.transaction('r', tables, async () => {
    const [session, heads, own, rooms, outgoing, intents] = await Promise.all([
      db.facts.get('session'),
      db.heads.toArray(),
      db.own.toArray(),
      db.rooms.toArray(),
      db.outgoing.orderBy('id').toArray(),
      db.intents.toArray(),
    ]);
    const revs = new Map(heads.map(({ scope, rev }) => [scope, rev]));
    const me = toMe(revs.get('me') ?? 0, own);
    const stored = rooms.map(({ id, room, newest }) => ({ head: revs.get(id) ?? 0, room, newest }));
    const users = await db.users.bulkGet([...usersOfFirstScreen(me, stored)]);
    return {
      sessionId: session ? String(session.value) : null,
      me,
      rooms: stored,
      users: users.filter((user) => user !== undefined),
      outgoing,
      intents,
    };
  });
}

function toMe(head: number, rows: readonly OwnRow[]): MeState {
  const of = (kind: OwnKind) => rows.filter((row) => row.kind === kind);
  const map = (kind: OwnKind) => new Map(of(kind).map(({ key, row }) => [key, row]));
  const parts: Partial<Record<OwnKind, unknown>> = {
    sessions: map('sessions'),
    subscriptions: map('subscriptions'),
    drafts: map('drafts'),
    saved: map('saved'),
    contacts: map('contacts'),
    requests: map('requests'),
    blocks: map('blocks'),
  };
  const [self] = of('self');
  const [settings] = of('settings');
  if (self) parts.self = self.row;
  if (settings) parts.settings = settings.row;
  return { ...emptyMe, ...(parts as Partial<MeState>), head };
}

/** Those whose names and pictures the lists show. */
function usersOfFirstScreen(me: MeState, rooms: StoredStart['rooms']): Set<string> {
  return new Set([
    ...(me.self ? [me.self.id] : []),
    ...me.contacts.keys(),
    ...[...me.requests.values()].flatMap((request) => [request.fromId, request.toId]),
    ...rooms.flatMap(({ room, newest }) => [...(room.pair ?? []), ...(newest ? [newest.authorId] : [])]),
  ]);
}

/** Reads the rest of a room; null if it is not kept. */
export function readHistory(db: Database, roomId: string): Promise<StoredHistory | null> {
  return db.transaction('r', [db.heads, db.rooms, db.messages, db.members, db.receipts], async () => {
    const [head, room, newestFirst, members, receipts] = await Promise.all([
      db.heads.get(roomId),
      db.rooms.get(roomId),
      db.messages
        .where('[roomId+seq]')
        .between([roomId, Dexie.minKey], [roomId, Dexie.maxKey])
        // oxlint-disable-next-line unicorn/no-array-reverse -- a query, not an array
        .reverse()
        .limit(openedMessages)
        .toArray(),
      db.members.where('[roomId+userId]').between([roomId, Dexie.minKey], [roomId, Dexie.maxKey]).toArray(),
      db.receipts.where('[roomId+userId]').between([roomId, Dexie.minKey], [roomId, Dexie.maxKey]).toArray(),
    ]);
    if (!head || !room) return null;
    const messages = withoutHoles(newestFirst, room.room.lastSeq);
    return { head: head.rev, messages, members, receipts, whole: room.whole };
  });
}

/** The run of messages that ends at the room's newest one, ascending. */
function withoutHoles(newestFirst: readonly Message[], lastSeq: number): Message[] {
  const hole = newestFirst.findIndex((message, index) => message.seq !== lastSeq - index);
  return (hole < 0 ? newestFirst : newestFirst.slice(0, hole)).toReversed();
}

export async function readUsers(db: Database, userIds: readonly string[]): Promise<User[]> {
  const users = await db.users.bulkGet([...userIds]);
  return users.filter((user) => user !== undefined);
}
