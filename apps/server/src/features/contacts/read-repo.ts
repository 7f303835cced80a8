import { type Changes, limits } from '@hongyan/protocol';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/index.ts';
import { usersByIds } from '../accounts/index.ts';
import { type RequestRow, toBlock, toContact, toRequest } from './entities.ts';

/** Whether two people are contacts. It is always both or neither. */
export async function areContacts(db: Db | Tx, userId: string, otherId: string): Promise<boolean> {
  const row = await db
    .selectFrom('contacts')
    .select('contact_id')
    .where('user_id', '=', userId)
    .where('contact_id', '=', otherId)
    .where('deleted', '=', false)
    .executeTakeFirst();
  return row !== undefined;
}

/** Who made the block between a user and another: `me` if both did, null if there is none. */
export async function blockBetween(db: Db | Tx, userId: string, otherId: string): Promise<'me' | 'them' | null> {
  const rows = await db
    .selectFrom('blocks')
    .select('user_id')
    .where('deleted', '=', false)
    .where((eb) =>
      eb.or([eb.and({ user_id: userId, blocked_id: otherId }), eb.and({ user_id: otherId, blocked_id: userId })]),
    )
    .execute();
  if (rows.length === 0) return null;
  return rows.some((row) => row.user_id === userId) ? 'me' : 'them';
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
