import type { CommandArgs } from '@hongyan/protocol';
import type { Tx } from '../../platform/db/index.ts';
import type { ContactRow } from './entities.ts';

export async function contactCount(tx: Tx, userId: string): Promise<number> {
  const row = await tx
    .selectFrom('contacts')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('user_id', '=', userId)
    .where('deleted', '=', false)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Puts a person into a user's contacts. What was kept about them before is still there. */
export async function insertContact(
  tx: Tx,
  contact: { userId: string; otherId: string; now: number; rev: number },
): Promise<ContactRow> {
  return tx
    .insertInto('contacts')
    .values({ user_id: contact.userId, contact_id: contact.otherId, created_at: contact.now, rev: contact.rev })
    .onConflict((conflict) =>
      conflict.columns(['user_id', 'contact_id']).doUpdateSet((eb) => ({
        created_at: eb.ref('excluded.created_at'),
        rev: eb.ref('excluded.rev'),
        deleted: false,
      })),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Changes what a user keeps about a contact. Returns undefined if it is not one. */
export async function updateContact(
  tx: Tx,
  userId: string,
  { userId: otherId, group, ...fields }: CommandArgs<'contact.update'>,
  rev: number,
): Promise<ContactRow | undefined> {
  return tx
    .updateTable('contacts')
    .set({ ...fields, ...(group === undefined ? {} : { group_name: group }), rev })
    .where('user_id', '=', userId)
    .where('contact_id', '=', otherId)
    .where('deleted', '=', false)
    .returningAll()
    .executeTakeFirst();
}

/** Leaves a tombstone. Returns undefined if they are not in these contacts. */
export async function deleteContact(
  tx: Tx,
  userId: string,
  otherId: string,
  rev: number,
): Promise<ContactRow | undefined> {
  return tx
    .updateTable('contacts')
    .set({ deleted: true, rev })
    .where('user_id', '=', userId)
    .where('contact_id', '=', otherId)
    .where('deleted', '=', false)
    .returningAll()
    .executeTakeFirst();
}
