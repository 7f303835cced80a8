import type { Subscription } from '@hongyan/protocol';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/index.ts';
import { toSubscription } from './entities.ts';

/** A user's own side of a room. */
export interface Seat {
  userId: string;
  roomId: string;
}

/** The rooms that a user has in their list and gets live, threads too. */
export async function roomIdsOf(db: Db | Tx, userId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('subscriptions')
    .select('room_id')
    .where('user_id', '=', userId)
    .where('left_at', 'is', null)
    .execute();
  return rows.map((row) => row.room_id);
}

/** Users' own sides of rooms, by user. */
export async function readSubscriptions(db: Db | Tx, seats: readonly Seat[]): Promise<Map<string, Subscription[]>> {
  const { rows } = await sql<Parameters<typeof toSubscription>[0]>`
    select s.* from json_to_recordset(${JSON.stringify(seats)}::json) as q("userId" uuid, "roomId" uuid)
    join subscriptions s on s.user_id = q."userId" and s.room_id = q."roomId"`.execute(db);
  const byUser = Map.groupBy(rows, (row) => row.user_id);
  return new Map([...byUser].map(([userId, own]) => [userId, own.map(toSubscription)]));
}

/** What changed in a user's room list after a revision of their own scope; from 0 on without what they left. */
export async function readRoomMeChanges(
  db: Db | Tx,
  userId: string,
  after: number,
): Promise<{ subscriptions: Subscription[] }> {
  const rows = await db
    .selectFrom('subscriptions')
    .selectAll()
    .where('user_id', '=', userId)
    .where('rev', '>', after)
    .$if(after === 0, (query) => query.where('left_at', 'is', null))
    .execute();
  return { subscriptions: rows.map(toSubscription) };
}
