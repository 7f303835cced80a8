import { limits } from '@hongyan/protocol';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/index.ts';

/** The thread under a message, if there is one. */
export async function threadUnder(db: Db | Tx, roomId: string, messageId: string): Promise<string | null> {
  const row = await db
    .selectFrom('rooms')
    .select('id')
    .where('parent_room_id', '=', roomId)
    .where('parent_message_id', '=', messageId)
    .executeTakeFirst();
  return row?.id ?? null;
}

export async function insertThread(
  tx: Tx,
  thread: { id: string; roomId: string; messageId: string; userId: string; now: number },
): Promise<void> {
  await tx
    .insertInto('rooms')
    .values({
      id: thread.id,
      kind: 'thread',
      avatar: null,
      pair_a: null,
      pair_b: null,
      parent_room_id: thread.roomId,
      parent_message_id: thread.messageId,
      created_by: thread.userId,
      created_at: thread.now,
      archived_at: null,
      last_at: thread.now,
      rev: 1,
    })
    .execute();
}

/**
 * Whom a thread's answers are for: the author of the message above and, in a direct room, both people. Only those who
 * are in the room above and never were in the thread.
 */
export async function addressees(tx: Tx, threadId: string): Promise<string[]> {
  const { rows } = await sql<{ user_id: string }>`
    select b.user_id from rooms t
    join rooms above on above.id = t.parent_room_id
    join messages m on m.room_id = above.id and m.id = t.parent_message_id
    join members b on b.room_id = above.id and b.left_at is null
      and (b.user_id = m.author_id or above.kind = 'direct')
    where t.id = ${threadId}
      and not exists (select from members own where own.room_id = t.id and own.user_id = b.user_id)`.execute(tx);
  return rows.map((row) => row.user_id);
}

/**
 * Makes members of the room above members of its thread. Those who are in it already stay as they are; those who are
 * not in the room above, or in as many threads as one may be, are left out. Returns who came in.
 */
export async function insertThreadMembers(
  tx: Tx,
  thread: { id: string; userIds: string[]; now: number; rev: number },
): Promise<string[]> {
  const { rows } = await sql<{ user_id: string }>`
    with entered as (
      insert into members (room_id, user_id, role, joined_at, left_at, rev)
      select ${thread.id}, b.user_id, 'member', ${thread.now}, null, ${thread.rev}
      from rooms t join members b on b.room_id = t.parent_room_id and b.left_at is null
      where t.id = ${thread.id} and b.user_id = any(${thread.userIds}::uuid[]) and (
        select count(*) from members m join rooms r on r.id = m.room_id
        where m.user_id = b.user_id and m.left_at is null and r.kind = 'thread') < ${limits.threadsPerUser}
      on conflict (room_id, user_id) do update
        set left_at = null, joined_at = excluded.joined_at, rev = excluded.rev
        where members.left_at is not null
      returning user_id
    ), counted as (
      update rooms set member_count = member_count + (select count(*) from entered) where id = ${thread.id}
    )
    select user_id from entered`.execute(tx);
  return rows.map((row) => row.user_id);
}

/** Their own side of the thread: what was written before they came counts as read. */
export async function insertThreadSubscriptions(
  tx: Tx,
  threadId: string,
  revs: ReadonlyMap<string, number>,
  now: number,
): Promise<void> {
  const rows = [...revs].map(([userId, rev]) => ({ userId, rev }));
  await sql`
    insert into subscriptions (user_id, room_id, read_seq, joined_at, left_at, rev)
    select q."userId", ${threadId}, t.last_seq, ${now}, null, q.rev
    from json_to_recordset(${JSON.stringify(rows)}::json) as q("userId" uuid, rev bigint), rooms t
    where t.id = ${threadId}
    on conflict (user_id, room_id) do update
      set left_at = null, joined_at = excluded.joined_at, read_seq = excluded.read_seq, rev = excluded.rev`.execute(tx);
}
