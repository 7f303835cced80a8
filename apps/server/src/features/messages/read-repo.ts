import { limits, type Receipt, type Subscription } from '@hongyan/protocol';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/index.ts';
import { toReceipt, toSubscription } from '../rooms/index.ts';

export interface ReadMark {
  userId: string;
  roomId: string;
  seq: number;
}

/**
 * Those marks that move something, cut to what the room has, and whether the others are told: rooms that are too large
 * keep no receipts, and between two of whom one blocked the other none are made.
 */
export async function marksAhead(tx: Tx, marks: readonly ReadMark[]): Promise<(ReadMark & { receipts: boolean })[]> {
  const { rows } = await sql<ReadMark & { receipts: boolean }>`
    select s.user_id as "userId", s.room_id as "roomId", least(q.seq, r.last_seq) as seq,
      r.member_count <= ${limits.receiptMembers} and least(q.seq, r.last_seq) > s.read_seq and not exists (
        select from rooms above join blocks b
          on (b.user_id, b.blocked_id) in ((above.pair_a, above.pair_b), (above.pair_b, above.pair_a)) and not b.deleted
        where above.id = coalesce(r.parent_room_id, r.id)
      ) as receipts
    from json_to_recordset(${JSON.stringify(marks)}::json) as q("userId" uuid, "roomId" uuid, seq bigint)
    join rooms r on r.id = q."roomId"
    join subscriptions s on s.room_id = q."roomId" and s.user_id = q."userId"
    where s.left_at is null and (least(q.seq, r.last_seq) > s.read_seq or s.marked_unread)`.execute(tx);
  return rows;
}

/** Writes receipts, each with its room's next revision. Returns them by room. */
export async function advanceReceipts(
  tx: Tx,
  marks: readonly ReadMark[],
  now: number,
  revs: ReadonlyMap<string, number>,
): Promise<Map<string, Receipt[]>> {
  const stamped = marks.map((mark) => ({ ...mark, rev: revs.get(mark.roomId) }));
  const { rows } = await sql<Parameters<typeof toReceipt>[0]>`
    insert into receipts (room_id, user_id, read_seq, read_at, rev)
    select q."roomId", q."userId", q.seq, ${now}, q.rev
    from json_to_recordset(${JSON.stringify(stamped)}::json)
      as q("userId" uuid, "roomId" uuid, seq bigint, rev bigint)
    on conflict (room_id, user_id) do update
      set read_seq = greatest(receipts.read_seq, excluded.read_seq), read_at = excluded.read_at, rev = excluded.rev
    returning *`.execute(tx);
  return Map.groupBy(rows.map(toReceipt), (receipt) => receipt.roomId);
}

export async function advanceSubscriptions(
  tx: Tx,
  marks: readonly ReadMark[],
  revs: ReadonlyMap<string, number>,
): Promise<Map<string, Subscription[]>> {
  const stamped = marks.map((mark) => ({ ...mark, rev: revs.get(mark.userId) }));
  const { rows } = await sql<Parameters<typeof toSubscription>[0]>`
    update subscriptions s set read_seq = greatest(s.read_seq, q.seq), marked_unread = false, rev = q.rev
    from json_to_recordset(${JSON.stringify(stamped)}::json)
      as q("userId" uuid, "roomId" uuid, seq bigint, rev bigint)
    where s.room_id = q."roomId" and s.user_id = q."userId"
    returning s.*`.execute(tx);
  const byUser = Map.groupBy(rows, (row) => row.user_id);
  return new Map([...byUser].map(([userId, own]) => [userId, own.map(toSubscription)]));
}
