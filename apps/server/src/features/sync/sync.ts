import { type Changes, type CommandArgs, limits, type Room } from '@hongyan/protocol';
import { type Db, Lookup, type Tx } from '../../platform/db/index.ts';
import { readAccountChanges, usersByIds } from '../accounts/index.ts';
import { readContactChanges } from '../contacts/index.ts';
import { readMessageMeChanges, usersOf } from '../messages/index.ts';
import { accessRoom, readRoomMeChanges } from '../rooms/index.ts';
import {
  type HeldRoom,
  movedSince,
  newestMessages,
  type Places,
  placesOf,
  type RoomRows,
  roomsByIds,
  rowsAfter,
  userHead,
} from './repo.ts';

/** Rooms in one answer to `sync`, and rows after which it stops early. */
const roomsPerAnswer = 500;
const rowsPerAnswer = 5_000;
const roomsPerQuery = 10;

/**
 * Everything a client needs to be where the server is, in as few answers as it takes. Most who come back have missed
 * nothing: for all of a moment together one query finds that out.
 */
export function createSync(db: Db) {
  const places = new Lookup((userIds) => placesOf(db, userIds));
  return async (userId: string, args: CommandArgs<'sync'>): Promise<{ changes: Changes[]; more: boolean }> => {
    const now = await places.get(userId);
    if (now && isThere(args, now)) return { changes: [], more: false };
    return inOneMoment(db, (tx) => allChanges(tx, userId, args));
  };
}

/** Whether a client that names all rooms of its user, and no others, holds what there is. */
function isThere({ me, rooms, only }: CommandArgs<'sync'>, now: Places): boolean {
  if (only || me === 0 || me !== now.head) return false;
  const held = new Map(rooms);
  return held.size === now.rooms.length && now.rooms.every(([roomId, rev]) => held.get(roomId) === rev);
}

/** What changed in one scope. @throws ProblemError `room_not_found` for a room that the user may not read */
export function changesAfter(db: Db, userId: string, args: CommandArgs<'changes'>): Promise<Changes> {
  return inOneMoment(db, (tx) => changesOf(tx, userId, args));
}

/**
 * Reads the state of one moment: heads and rows belong together, and whoever is taken out of a room meanwhile gets
 * nothing that was said there afterwards.
 */
function inOneMoment<T>(db: Db, read: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
}

async function allChanges(
  db: Tx,
  userId: string,
  args: CommandArgs<'sync'>,
): Promise<{ changes: Changes[]; more: boolean }> {
  const { head, rooms } = await movedSince(db, userId, { rooms: args.rooms, only: args.only ?? false });
  const changes = head === args.me && head > 0 ? [] : [await meChanges(db, userId, args.me, head)];
  const { deltas, snapshots } = byKind(rooms, new Map(args.rooms));
  const now = { deltas: deltas.slice(0, roomsPerAnswer), snapshots: snapshots.slice(0, roomsPerAnswer) };
  let done = 0;
  let rows = 0;
  while (done < now.deltas.length && rows < rowsPerAnswer) {
    const part = await roomDeltas(db, now.deltas.slice(done, done + roomsPerQuery));
    changes.push(...part);
    rows += part.reduce((sum, change) => sum + rowsOf(change), 0);
    done += roomsPerQuery;
  }
  changes.push(...(await roomSnapshots(db, now.snapshots)));
  return { changes, more: done < deltas.length || snapshots.length > now.snapshots.length };
}

async function changesOf(db: Tx, userId: string, args: CommandArgs<'changes'>): Promise<Changes> {
  if (args.scope === 'me') return meChanges(db, userId, args.after, await userHead(db, userId));
  await accessRoom(db, userId, args.scope, 'read');
  const [room] = await roomsByIds(db, [args.scope]);
  const held = { room: room!, after: args.after };
  const [changes] = isDelta(held) ? await roomDeltas(db, [held]) : await roomSnapshots(db, [held.room]);
  return changes!;
}

/** 0 is nothing, and a client that is ahead has seen what a restored backup does not know: both start anew. */
function isDelta({ room, after }: HeldRoom): boolean {
  return after > 0 && after <= room.rev;
}

function byKind(rooms: readonly Room[], heldRevs: ReadonlyMap<string, number>) {
  // The rooms in which something happened last come first: they are the ones that are looked at.
  const moved = rooms.toSorted((a, b) => b.lastAt - a.lastAt);
  const all = moved.map((room) => ({ room, after: heldRevs.get(room.id) ?? 0 }));
  return { deltas: all.filter(isDelta), snapshots: all.filter((one) => !isDelta(one)).map((one) => one.room) };
}

/** `to` is where the user's own scope is. */
async function meChanges(db: Tx, userId: string, after: number, to: number): Promise<Changes> {
  if (after > 0 && after === to) return { scope: 'me', from: after, to };
  if (after > 0 && after < to) {
    const delta = await meRows(db, userId, after);
    if (countRows(delta) <= limits.changesRows) return { scope: 'me', from: after, to, ...delta };
  }
  return { scope: 'me', from: 0, to, reset: true, ...(await meRows(db, userId, 0)) };
}

async function meRows(db: Tx, userId: string, after: number): Promise<Partial<Changes>> {
  const [account, contacts, rooms, messages] = await Promise.all([
    readAccountChanges(db, userId, after),
    readContactChanges(db, userId, after),
    readRoomMeChanges(db, userId, after),
    readMessageMeChanges(db, userId, after),
  ]);
  const users = [...(account.users ?? []), ...(contacts.users ?? [])];
  return { ...account, ...contacts, ...rooms, ...messages, ...(users.length > 0 ? { users } : {}) };
}

/** What was read of a room for its change; profiles come with it. */
function rowsOf({ messages = [], members = [], receipts = [] }: Changes): number {
  return messages.length + members.length + receipts.length;
}

function countRows(changes: Partial<Changes>): number {
  return Object.values(changes).reduce((sum: number, rows) => sum + (Array.isArray(rows) ? rows.length : 0), 0);
}

async function roomDeltas(db: Tx, held: readonly HeldRoom[]): Promise<Changes[]> {
  const rows = await rowsAfter(db, held);
  const tooMuch = held.filter(({ room }) => !rows.get(room.id)!.whole).map(({ room }) => room);
  const deltas = held
    .filter(({ room }) => rows.get(room.id)!.whole)
    .map((one) => ({ ...one, rows: rows.get(one.room.id)! }));
  const users = await usersByRoom(
    db,
    deltas.map(({ room, rows: own }) => ({ room, userIds: usersOfRows(own) })),
  );
  return [
    ...deltas.map(({ room, after, rows: { messages, members, receipts } }) => ({
      scope: room.id,
      from: after,
      to: room.rev,
      room,
      messages,
      members,
      receipts,
      users: users.get(room.id)!,
    })),
    ...(await roomSnapshots(db, tooMuch)),
  ];
}

async function roomSnapshots(db: Tx, rooms: readonly Room[]): Promise<Changes[]> {
  if (rooms.length === 0) return [];
  const newest = await newestMessages(
    db,
    rooms.map((room) => room.id),
  );
  const users = await usersByRoom(
    db,
    rooms.map((room) => {
      const message = newest.get(room.id);
      return { room, userIds: [...(room.pair ?? []), ...(message ? usersOf(message) : [])] };
    }),
  );
  return rooms.map((room) => {
    const message = newest.get(room.id);
    const messages = message ? [message] : [];
    return { scope: room.id, from: 0, to: room.rev, reset: true, room, messages, users: users.get(room.id)! };
  });
}

function usersOfRows(rows: RoomRows): string[] {
  return [...rows.members.map((member) => member.userId), ...rows.messages.flatMap(usersOf)];
}

/** The profiles that each room's rows need, read in one query. */
async function usersByRoom(db: Tx, needs: readonly { room: Room; userIds: string[] }[]) {
  const all = await usersByIds(db, [...new Set(needs.flatMap((need) => need.userIds))]);
  const byId = new Map(all.map((user) => [user.id, user]));
  return new Map(
    needs.map(({ room, userIds }) => [
      room.id,
      [...new Set(userIds)].flatMap((userId) => {
        const user = byId.get(userId);
        return user ? [user] : [];
      }),
    ]),
  );
}
