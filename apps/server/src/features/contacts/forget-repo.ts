import { sql } from 'kysely';
import type { Tx } from '../../platform/db/index.ts';
import type { BlockRow, ContactRow, RequestRow } from './entities.ts';

/** Everybody who sees a user among their contacts, open requests or blocks. */
export async function idsTouchedBy(tx: Tx, userId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select contact_id as id from contacts where user_id = ${userId} and not deleted
    union
    select to_id from contact_requests where from_id = ${userId} and state in ('pending', 'declined')
    union
    select from_id from contact_requests where to_id = ${userId} and state in ('pending', 'declined')
    union
    select user_id from blocks where blocked_id = ${userId} and not deleted`.execute(tx);
  return rows.map((row) => row.id);
}

/** Leaves tombstones of a user with each of those who see them, and nothing of what the user kept themselves. */
export async function forgetUser(
  tx: Tx,
  userId: string,
  revs: ReadonlyMap<string, number>,
  now: number,
): Promise<{ contacts: ContactRow[]; requests: RequestRow[]; blocks: BlockRow[] }> {
  const stamps = sql`unnest(${[...revs.keys()]}::uuid[], ${[...revs.values()]}::bigint[]) as q(id, rev)`;
  const contacts = await sql<ContactRow>`
    update contacts c set deleted = true, rev = q.rev from ${stamps}
    where c.user_id = q.id and c.contact_id = ${userId} and not c.deleted returning c.*`.execute(tx);
  await tx.updateTable('contact_requests').set({ note: '' }).where('from_id', '=', userId).execute();
  const requests = await sql<RequestRow>`
    update contact_requests r set state = 'withdrawn', decided_at = ${now},
      from_rev = case when r.from_id = q.id then q.rev else r.from_rev end,
      to_rev = case when r.to_id = q.id then q.rev else r.to_rev end
    from ${stamps}
    where r.state in ('pending', 'declined')
      and ((r.from_id = q.id and r.to_id = ${userId}) or (r.to_id = q.id and r.from_id = ${userId}))
    returning r.*`.execute(tx);
  const blocks = await sql<BlockRow>`
    update blocks b set deleted = true, rev = q.rev from ${stamps}
    where b.user_id = q.id and b.blocked_id = ${userId} and not b.deleted returning b.*`.execute(tx);
  for (const table of ['contacts', 'blocks'] as const) {
    await tx.deleteFrom(table).where('user_id', '=', userId).execute();
  }
  return { contacts: contacts.rows, requests: requests.rows, blocks: blocks.rows };
}
