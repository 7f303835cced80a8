import { ProblemError } from '@hongyan/protocol';
import type { Db, Tx } from '../../platform/db/index.ts';
import type { RequestRow } from './entities.ts';

export async function requestById(db: Db | Tx, id: string): Promise<RequestRow | undefined> {
  return db.selectFrom('contact_requests').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The request that, for the one who asked, still waits: `pending`, or `declined` without their knowledge. */
export async function openRequest(db: Db | Tx, fromId: string, toId: string): Promise<RequestRow | undefined> {
  return db
    .selectFrom('contact_requests')
    .selectAll()
    .where('from_id', '=', fromId)
    .where('to_id', '=', toId)
    .where('state', 'in', ['pending', 'declined'])
    .executeTakeFirst();
}

/** Requests that wait, as those who asked see it. */
export async function openRequestCount(tx: Tx, fromId: string): Promise<number> {
  const row = await tx
    .selectFrom('contact_requests')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('from_id', '=', fromId)
    .where('state', 'in', ['pending', 'declined'])
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Requests that wait for a user's answer. */
export async function receivedRequestCount(tx: Tx, toId: string): Promise<number> {
  const row = await tx
    .selectFrom('contact_requests')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('to_id', '=', toId)
    .where('state', '=', 'pending')
    .executeTakeFirstOrThrow();
  return row.count;
}

/** @throws ProblemError `conflict` if something else has this id */
export async function insertRequest(
  tx: Tx,
  request: {
    id: string;
    fromId: string;
    toId: string;
    note: string;
    state: RequestRow['state'];
    now: number;
    fromRev: number;
    toRev: number;
  },
): Promise<RequestRow> {
  const row = await tx
    .insertInto('contact_requests')
    .values({
      id: request.id,
      from_id: request.fromId,
      to_id: request.toId,
      note: request.note,
      state: request.state,
      created_at: request.now,
      decided_at: request.state === 'pending' ? null : request.now,
      from_rev: request.fromRev,
      to_rev: request.toRev,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row) throw new ProblemError('conflict');
  return row;
}

/** Decides a request. A revision that is left out stays: that person sees no change. */
export async function decideRequest(
  tx: Tx,
  id: string,
  decision: { state: RequestRow['state']; now: number; fromRev?: number; toRev?: number },
): Promise<RequestRow> {
  return tx
    .updateTable('contact_requests')
    .set({
      state: decision.state,
      decided_at: decision.now,
      ...(decision.fromRev === undefined ? {} : { from_rev: decision.fromRev }),
      ...(decision.toRev === undefined ? {} : { to_rev: decision.toRev }),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
