import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/index.ts';
import type { InviteRow } from './entities.ts';

/** Whether a link still works at a moment, as SQL over `invites`. */
const isOpen = (now: number) => sql<boolean>`
  revoked_at is null and (expires_at is null or expires_at > ${now}) and (max_uses = 0 or uses < max_uses)`;

export async function insertInvite(
  tx: Tx,
  invite: { code: string; roomId: string; createdBy: string; now: number; expiresAt: number | null; maxUses: number },
): Promise<InviteRow> {
  return tx
    .insertInto('invites')
    .values({
      code: invite.code,
      room_id: invite.roomId,
      created_by: invite.createdBy,
      created_at: invite.now,
      expires_at: invite.expiresAt,
      max_uses: invite.maxUses,
      revoked_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** A link by its code, and whether it still works. */
export async function inviteByCode(
  db: Db | Tx,
  code: string,
  now: number,
): Promise<(InviteRow & { open: boolean }) | undefined> {
  return db
    .selectFrom('invites')
    .selectAll()
    .select(isOpen(now).as('open'))
    .where('code', '=', code)
    .executeTakeFirst();
}

/** Uses a link once more. Of two who take the last use one gets it. */
export async function takeInvite(tx: Tx, code: string, now: number): Promise<boolean> {
  const updated = await tx
    .updateTable('invites')
    .set((eb) => ({ uses: eb('uses', '+', 1) }))
    .where('code', '=', code)
    .where(isOpen(now))
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

/** The links of a room that still work, newest first. */
export async function openInvites(db: Db | Tx, roomId: string, now: number): Promise<InviteRow[]> {
  return db
    .selectFrom('invites')
    .selectAll()
    .where('room_id', '=', roomId)
    .where(isOpen(now))
    .orderBy('created_at', 'desc')
    .execute();
}

/** Makes one link invalid, or all that somebody made for a room. */
export async function revokeInvites(
  tx: Db | Tx,
  which: { code: string } | { roomId: string; createdBy: string },
  now: number,
): Promise<void> {
  const query = tx.updateTable('invites').set({ revoked_at: now }).where('revoked_at', 'is', null);
  const narrowed =
    'code' in which
      ? query.where('code', '=', which.code)
      : query.where('room_id', '=', which.roomId).where('created_by', '=', which.createdBy);
  await narrowed.execute();
}
