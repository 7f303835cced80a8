import type { Tx } from '../../platform/db/index.ts';
import type { BlockRow } from './entities.ts';

export async function blockCount(tx: Tx, userId: string): Promise<number> {
  const row = await tx
    .selectFrom('blocks')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('user_id', '=', userId)
    .where('deleted', '=', false)
    .executeTakeFirstOrThrow();
  return row.count;
}

export async function insertBlock(
  tx: Tx,
  block: { userId: string; otherId: string; now: number; rev: number },
): Promise<BlockRow> {
  return tx
    .insertInto('blocks')
    .values({ user_id: block.userId, blocked_id: block.otherId, created_at: block.now, rev: block.rev })
    .onConflict((conflict) =>
      conflict.columns(['user_id', 'blocked_id']).doUpdateSet((eb) => ({
        created_at: eb.ref('excluded.created_at'),
        rev: eb.ref('excluded.rev'),
        deleted: false,
      })),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Leaves a tombstone. The caller knows that there is a block. */
export async function deleteBlock(tx: Tx, userId: string, otherId: string, rev: number): Promise<BlockRow> {
  return tx
    .updateTable('blocks')
    .set({ deleted: true, rev })
    .where('user_id', '=', userId)
    .where('blocked_id', '=', otherId)
    .returningAll()
    .executeTakeFirstOrThrow();
}
