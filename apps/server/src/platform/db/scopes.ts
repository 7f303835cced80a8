import { sql } from 'kysely';
import type { Tx } from './schema.ts';

/**
 * A scope is a room or a user's own rows. Its revision is taken under a row lock inside the transaction that writes,
 * so a rollback leaves no hole. To keep transactions from waiting for each other in a circle, all lock in one order:
 * rooms by id, then threads by id, then users by id. Whoever changes who is in a thread holds the room above too.
 *
 * The locks are `for no key update`, as an update takes them: stronger ones would wait for foreign keys, which lock
 * the row that they point to (a thread's room above), in an order of their own.
 */

/** Locks rooms, then threads, in id order. Unknown ids are ignored. */
export async function lockRooms(tx: Tx, roomIds: readonly string[]): Promise<void> {
  await sql`
    select 1 from rooms where id = any(${roomIds}::uuid[])
    order by parent_room_id is not null, id for no key update`.execute(tx);
}

/** Locks users' own scopes in id order, for a decision that may not move each of them. Unknown ids are ignored. */
export async function lockUsers(tx: Tx, userIds: readonly string[]): Promise<void> {
  await sql`
    select 1 from user_scopes where user_id = any(${userIds}::uuid[]) order by user_id for no key update`.execute(tx);
}

/** Takes the next revision of a room and locks it. @throws if the room does not exist. */
export async function nextRoomRev(tx: Tx, roomId: string): Promise<number> {
  const row = await tx
    .updateTable('rooms')
    .set((eb) => ({ rev: eb('rev', '+', 1) }))
    .where('id', '=', roomId)
    .returning('rev')
    .executeTakeFirstOrThrow();
  return row.rev;
}

/** Takes the next revision of each of these rooms and locks them, in the order of `lockRooms`. */
export async function nextRoomRevs(tx: Tx, roomIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; rev: number }>`
    with locked as (
      select id from rooms where id = any(${roomIds}::uuid[])
      order by parent_room_id is not null, id for no key update
    )
    update rooms r set rev = rev + 1 from locked where r.id = locked.id
    returning r.id, r.rev`.execute(tx);
  return new Map(rows.map((row) => [row.id, row.rev]));
}

/** Takes the next revision of each user's own scope and locks them, in id order. */
export async function nextUserRevs(tx: Tx, userIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await sql<{ user_id: string; rev: number }>`
    with locked as (
      select user_id from user_scopes where user_id = any(${[...new Set(userIds)]}::uuid[])
      order by user_id for no key update
    )
    update user_scopes s set rev = rev + 1 from locked where s.user_id = locked.user_id
    returning s.user_id, s.rev`.execute(tx);
  return new Map(rows.rows.map((row) => [row.user_id, row.rev]));
}
