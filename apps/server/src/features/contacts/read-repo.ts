import { type Changes, limits } from '@hongyan/protocol';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/index.ts';
import { usersByIds } from '../accounts/index.ts';
import { type RequestRow, toBlock, toContact, toRequest } from './entities.ts';

/** Whether two people are contacts. It is always both or neither. */
export async function areContacts(db: Db | Tx, userId: string, otherId: string): Promise<boolean> {
  return (await contactsAmong(db, userId, [otherId])).has(otherId);
}

/** Those of `otherIds` who are contacts of a user. */
export async function contactsAmong(db: Db | Tx, userId: string, otherIds: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('contacts')
    .select('contact_id')
    .where('user_id', '=', userId)
    .where(sql<boolean>`contact_id = any(${[...otherIds]}::uuid[])`)
    .where('deleted', '=', false)
    .execute();
  return new Set(rows.map((row) => row.contact_id));
}

/** Those of `otherIds` between whom and a user there is a block, and who made it: `me` if both did. */
export async function blocksAmong(
  db: Db | Tx,
  userId: string,
  otherIds: readonly string[],
): Promise<Map<string, 'me' | 'them'>> {
  const { rows } = await sql<{ id: string; byMe: boolean }>`
    select blocked_id as id, true as "byMe" from blocks
    where user_id = ${userId} and blocked_id = any(${otherIds}::uuid[]) and not deleted
    union all
    select user_id as id, false as "byMe" from blocks
    where blocked_id = ${userId} and user_id = any(${otherIds}::uuid[]) and not deleted`.execute(db);
  const mine = rows.filter((row) => row.byMe);
  return new Map([...rows, ...mine].map((row) => [row.id, row.byMe ? 'me' : 'them']));
}

/** Whether one of two people blocked the other. */
export async function isBlocked(db: Db | Tx, userId: string, otherId: string): Promise<boolean> {
  return (await blocksAmong(db, userId, [otherId])).size > 0;
}

/**
 * Contacts, requests and blocks that changed after a revision of the user's own scope. From 0 on without tombstones,
 * and of the decided requests only the newest.
 */
export async function readContactChanges(db: Db | Tx, userId: string, after: number): Promise<Partial<Changes>> {
  const contacts = await db
    .selectFrom('contacts')
    .selectAll()
    .where('user_id', '=', userId)
    .where('rev', '>', after)
    .$if(after === 0, (query) => query.where('deleted', '=', false))
    .execute();
  const blocks = await db
    .selectFrom('blocks')
    .selectAll()
    .where('user_id', '=', userId)
    .where('rev', '>', after)
    .$if(after === 0, (query) => query.where('deleted', '=', false))
    .execute();
  const requests = after === 0 ? await openAndRecentRequests(db, userId) : await requestsAfter(db, userId, after);
  const shown = [
    ...contacts.map((row) => row.contact_id),
    ...blocks.map((row) => row.blocked_id),
    ...requests.flatMap((row) => [row.from_id, row.to_id]),
  ];
  if (shown.length === 0) return {};
  return {
    contacts: contacts.map(toContact),
    requests: requests.map((row) => toRequest(row, userId)),
    blocks: blocks.map(toBlock),
    users: await usersByIds(db, [...new Set(shown)]),
  };
}

async function requestsAfter(db: Db | Tx, userId: string, after: number): Promise<RequestRow[]> {
  const { rows } = await sql<RequestRow>`
    select * from contact_requests where from_id = ${userId} and from_rev > ${after}
    union all
    select * from contact_requests where to_id = ${userId} and to_rev > ${after}`.execute(db);
  return rows;
}

async function openAndRecentRequests(db: Db | Tx, userId: string): Promise<RequestRow[]> {
  const { rows } = await sql<RequestRow>`
    (select * from contact_requests where from_id = ${userId} and state in ('pending', 'declined'))
    union all
    (select * from contact_requests where to_id = ${userId} and state = 'pending')
    union all
    (select * from contact_requests where from_id = ${userId} and state in ('accepted', 'withdrawn')
      order by from_rev desc limit ${limits.page})
    union all
    (select * from contact_requests where to_id = ${userId} and state <> 'pending'
      order by to_rev desc limit ${limits.page})`.execute(db);
  return rows;
}
