import type { Changes, Member, Message, Receipt } from '@hongyan/protocol';
import { Dexie, type Table } from 'dexie';
import { savedKey } from '../state/me-state.ts';
import type { Database, OwnKind, OwnRow } from './database.ts';
import type { AppliedChanges, RoomPart } from './storage.ts';

/**
 * Writes changes and the heads that they lead to; run it in one transaction. Rows are kept by `rev`. A head moves only
 * from where the changes start: it never promises rows that are not there, and a tab that is behind never lowers it.
 */
export async function writeChanges(db: Database, applied: AppliedChanges): Promise<void> {
  const { changes, rollback } = applied;
  const { scope, from, to, reset } = changes;
  const held = (await db.heads.get(scope))?.rev ?? 0;
  // Another tab is further on: a snapshot would take away what it wrote.
  if (reset && held > to && !rollback) return;
  if (reset) await clearScope(db, scope);
  if (rollback && scope === 'me') await db.users.clear();
  if (scope === 'me') await writeOwn(db, changes);
  else await writeRoom(db, applied);
  await putNewer(db.users, changes.users ?? [], (user) => user.id);
  if (reset || (from <= held && to > held)) await db.heads.put({ scope, rev: to });
}

async function writeOwn(db: Database, changes: Changes): Promise<void> {
  const rows: OwnRow[] = [];
  const add = <T extends { rev: number }>(kind: OwnKind, list: readonly T[] | undefined, keyOf: (row: T) => string) => {
    for (const row of list ?? []) rows.push({ kind, key: keyOf(row), row });
  };
  add('self', changes.self && [changes.self], () => '');
  add('settings', changes.settings && [changes.settings], () => '');
  add('sessions', changes.sessions, (row) => row.id);
  add('subscriptions', changes.subscriptions, (row) => row.roomId);
  add('drafts', changes.drafts, (row) => row.roomId);
  add('saved', changes.saved, savedKey);
  add('contacts', changes.contacts, (row) => row.userId);
  add('requests', changes.requests, (row) => row.id);
  add('blocks', changes.blocks, (row) => row.userId);
  const held = await db.own.bulkGet(rows.map(({ kind, key }) => [kind, key]));
  await db.own.bulkPut(rows.filter(({ row }, index) => row.rev > (held[index]?.row.rev ?? -1)));
}

async function writeRoom(db: Database, { changes, room, newest }: AppliedChanges): Promise<void> {
  if (!room) return;
  const held = await db.rooms.get(room.id);
  if (!held || room.rev >= held.room.rev)
    await db.rooms.put({ id: room.id, room, newest, whole: held?.whole ?? false });
  await writeRows(db, { roomId: room.id, head: changes.to, ...changes });
}

/** Writes rows that were fetched, unless another tab has moved the room beyond what the fetching tab held. */
export async function writePart(db: Database, part: RoomPart): Promise<void> {
  const { roomId, head, whole } = part;
  const held = await db.heads.get(roomId);
  if (!held || held.rev > head) return;
  await writeRows(db, part);
  if (whole) await db.rooms.update(roomId, { whole });
}

async function writeRows(db: Database, part: Partial<Pick<Changes, 'messages' | 'members' | 'receipts'>> | RoomPart) {
  await putNewer<Message, [string, number]>(db.messages, part.messages ?? [], (row) => [row.roomId, row.seq]);
  await putNewer<Member, [string, string]>(db.members, part.members ?? [], (row) => [row.roomId, row.userId]);
  await putNewer<Receipt, [string, string]>(db.receipts, part.receipts ?? [], (row) => [row.roomId, row.userId]);
}

export async function putNewer<T extends { rev: number }, K>(
  table: Table<T, K>,
  rows: readonly T[],
  keyOf: (row: T) => K,
): Promise<void> {
  if (rows.length === 0) return;
  const held = await table.bulkGet(rows.map(keyOf));
  await table.bulkPut(rows.filter((row, index) => row.rev > (held[index]?.rev ?? -1)));
}

/** Forgets all copies of a scope. */
export async function clearScope(db: Database, scope: string): Promise<void> {
  await db.heads.delete(scope);
  if (scope === 'me') return db.own.clear();
  await db.rooms.delete(scope);
  await db.messages.where('[roomId+seq]').between([scope, Dexie.minKey], [scope, Dexie.maxKey]).delete();
  for (const table of [db.members, db.receipts]) {
    await table.where('[roomId+userId]').between([scope, Dexie.minKey], [scope, Dexie.maxKey]).delete();
  }
}

/** Messages of a room that stay when the storage is tidied, and of how many rooms. */
const keptMessages = 200;
const maxMessages = 20_000;

/** Lets go of old messages when there are too many: they come again when somebody scrolls there. */
export async function tidy(db: Database): Promise<void> {
  if ((await db.messages.count()) <= maxMessages) return;
  await db.transaction('rw', [db.rooms, db.messages], async () => {
    const rooms = (await db.rooms.toArray()).sort((a, b) => b.room.lastAt - a.room.lastAt);
    let left = maxMessages / 2;
    for (const { id, room } of rooms) {
      const kept = Math.min(keptMessages, left);
      const oldest = room.lastSeq - kept + 1;
      const removed = db.messages.where('[roomId+seq]').between([id, Dexie.minKey], [id, oldest], true, false);
      await removed.delete();
      left = Math.max(1, left - kept);
    }
  });
}
