import { sql } from 'kysely';
import type { Db, Tx } from '../db/index.ts';

export interface QueuedMail {
  id: string;
  recipient: string;
  subject: string;
  body: string;
  attempts: number;
}

export async function insertMail(
  tx: Tx,
  mail: { id: string; to: string; subject: string; text: string; now: number },
): Promise<void> {
  await tx
    .insertInto('mails')
    .values({
      id: mail.id,
      recipient: mail.to,
      subject: mail.subject,
      body: mail.text,
      created_at: mail.now,
      sent_at: null,
      next_attempt_at: mail.now,
      error: null,
    })
    .execute();
}

/** Takes mails that are due and puts them off, so that no other node takes them too. */
export async function claimMails(db: Db, now: number, count: number, putOffMs: number): Promise<QueuedMail[]> {
  const { rows } = await sql<QueuedMail>`
    update mails set next_attempt_at = ${now + putOffMs}::bigint
    where id in (
      select id from mails where sent_at is null and next_attempt_at <= ${now}::bigint
      order by next_attempt_at limit ${count} for update skip locked
    )
    returning id, recipient, subject, body, attempts`.execute(db);
  return rows;
}

/** The text of a mail that has left is not kept: its link is its reader's alone. */
export async function markSent(db: Db, id: string, now: number): Promise<void> {
  await db.updateTable('mails').set({ sent_at: now, error: null, body: '' }).where('id', '=', id).execute();
}

/** Forgets mails that were made before a moment. */
export async function forgetMails(db: Db, before: number): Promise<void> {
  await db.deleteFrom('mails').where('created_at', '<', before).execute();
}

/** @param next when to try again, or null to give up */
export async function markFailed(db: Db, id: string, error: string, next: number | null): Promise<void> {
  await db
    .updateTable('mails')
    .set((eb) => ({
      error,
      attempts: eb('attempts', '+', 1),
      next_attempt_at: next ?? Number.MAX_SAFE_INTEGER,
    }))
    .where('id', '=', id)
    .execute();
}
