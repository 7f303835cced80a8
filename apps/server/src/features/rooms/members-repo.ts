import { limits, type Member, type MemberRole, type Receipt } from '@hongyan/protocol';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/index.ts';
import { toMember, toReceipt } from './entities.ts';

type MemberRow = Parameters<typeof toMember>[0];

/** Some members of a room, former ones too. */
export async function readMembers(db: Db | Tx, roomId: string, userIds: readonly string[]): Promise<Member[]> {
  if (userIds.length === 0) return [];
  const rows = await db
    .selectFrom('members')
    .selectAll()
    .where('room_id', '=', roomId)
    .where(sql<boolean>`user_id = any(${[...userIds]}::uuid[])`)
    .execute();
  return rows.map(toMember);
}

/** Somebody's role in a room, or null if they are not in it. */
export async function roleOf(db: Db | Tx, roomId: string, userId: string): Promise<MemberRole | null> {
  const row = await db
    .selectFrom('members')
    .select('role')
    .where('room_id', '=', roomId)
    .where('user_id', '=', userId)
    .where('left_at', 'is', null)
    .executeTakeFirst();
  return row?.role ?? null;
}

/** One page and one more of a room's members by user id, with what each has read. */
export async function listMembers(
  db: Db,
  roomId: string,
  after: string | undefined,
  limit: number,
): Promise<{ members: Member[]; receipts: Receipt[] }> {
  const rows = await db
    .selectFrom('members')
    .selectAll()
    .where('room_id', '=', roomId)
    .where('left_at', 'is', null)
    .$if(after !== undefined, (query) => query.where('user_id', '>', after!))
    .orderBy('user_id')
    .limit(limit + 1)
    .execute();
  const receipts = await db
    .selectFrom('receipts')
    .selectAll()
    .where('room_id', '=', roomId)
    .where(sql<boolean>`user_id = any(${rows.map((row) => row.user_id)}::uuid[])`)
    .execute();
  return { members: rows.map(toMember), receipts: receipts.map(toReceipt) };
}

/** Makes people members and counts them. Those who are in stay as they are. Returns who came in. */
export async function insertMembers(
  tx: Tx,
  entry: { roomId: string; userIds: readonly string[]; role: MemberRole; now: number; rev: number },
): Promise<string[]> {
  const { rows } = await sql<{ user_id: string }>`
    with entered as (
      insert into members (room_id, user_id, role, joined_at, left_at, rev)
      select ${entry.roomId}, user_id, ${entry.role}, ${entry.now}, null, ${entry.rev}
      from unnest(${[...entry.userIds]}::uuid[]) as q(user_id)
      on conflict (room_id, user_id) do update
        set role = excluded.role, joined_at = excluded.joined_at, left_at = null, rev = excluded.rev
        where members.left_at is not null
      returning user_id
    ), counted as (
      update rooms set member_count = member_count + (select count(*) from entered) where id = ${entry.roomId}
    )
    select user_id from entered`.execute(tx);
  return rows.map((row) => row.user_id);
}

export async function setRole(
  tx: Tx,
  member: { roomId: string; userId: string; role: MemberRole; rev: number },
): Promise<void> {
  await tx
    .updateTable('members')
    .set({ role: member.role, rev: member.rev })
    .where('room_id', '=', member.roomId)
    .where('user_id', '=', member.userId)
    .execute();
}

/** Those threads of a room in which somebody is. */
export async function threadsWith(tx: Tx, roomId: string, userId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('members')
    .innerJoin('rooms', 'rooms.id', 'members.room_id')
    .select('rooms.id')
    .where('rooms.parent_room_id', '=', roomId)
    .where('members.user_id', '=', userId)
    .where('members.left_at', 'is', null)
    .execute();
  return rows.map((row) => row.id);
}

/**
 * Takes a user out of those of these rooms in which they are, each with its next revision. A group or channel that
 * nobody is left in is closed. Returns the tombstones. The caller holds the locks.
 */
export async function endMemberships(
  tx: Tx,
  userId: string,
  roomIds: readonly string[],
  now: number,
): Promise<Member[]> {
  const { rows } = await sql<MemberRow>`
    with moved as (
      update rooms r set rev = r.rev + 1, member_count = r.member_count - 1,
        archived_at = case when r.member_count = 1 and r.kind <> 'thread'
          then coalesce(r.archived_at, ${now}::bigint) else r.archived_at end
      from members m
      where m.room_id = r.id and m.user_id = ${userId} and m.left_at is null and r.id = any(${[...roomIds]}::uuid[])
      returning r.id, r.rev
    )
    update members m set left_at = ${now}, rev = moved.rev from moved
    where m.room_id = moved.id and m.user_id = ${userId}
    returning m.*`.execute(tx);
  return rows.map(toMember);
}

/** Stamps a user's member rows in these rooms anew, so that their profile travels. The caller holds the locks. */
export async function stampMemberships(tx: Tx, userId: string, roomIds: readonly string[]): Promise<Member[]> {
  const { rows } = await sql<MemberRow>`
    with moved as (
      update rooms set rev = rev + 1 where id = any(${[...roomIds]}::uuid[]) returning id, rev
    )
    update members m set rev = moved.rev from moved
    where m.room_id = moved.id and m.user_id = ${userId}
    returning m.*`.execute(tx);
  return rows.map(toMember);
}

/** The direct rooms and the small rooms of a user, those in which something happened last, up to a bound. */
export async function roomsThatShow(tx: Tx, userId: string, bound: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('members')
    .innerJoin('rooms', 'rooms.id', 'members.room_id')
    .select('rooms.id')
    .where('members.user_id', '=', userId)
    .where('members.left_at', 'is', null)
    .where('rooms.kind', '!=', 'thread')
    .where('rooms.member_count', '<=', limits.receiptMembers)
    .orderBy('rooms.last_at', 'desc')
    .limit(bound)
    .execute();
  return rows.map((row) => row.id);
}

export interface Membership {
  roomId: string;
  isDirect: boolean;
  /** Whether the user owns the room, others are in it and it is open. */
  isOwnerOfOthers: boolean;
}

/** Everywhere a user is, threads too. */
export async function membershipsOf(tx: Tx, userId: string): Promise<Membership[]> {
  const { rows } = await sql<Membership>`
    select r.id as "roomId", r.kind = 'direct' as "isDirect",
      m.role = 'owner' and r.member_count > 1 and r.archived_at is null as "isOwnerOfOthers"
    from members m join rooms r on r.id = m.room_id
    where m.user_id = ${userId} and m.left_at is null`.execute(tx);
  return rows;
}
