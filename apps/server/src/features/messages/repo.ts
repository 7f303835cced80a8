import type { Draft, Message, MessageVersion, Reaction, RoomEvent, SavedMessage } from '@hongyan/protocol';
import { limits } from '@hongyan/protocol';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/index.ts';
import { type MessageRow, toMessage } from './message-row.ts';

/** Messages of a room by id, in the order of their places. */
export async function messagesByIds(db: Db | Tx, roomId: string, ids: readonly string[]): Promise<Message[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('messages')
    .selectAll()
    .where('room_id', '=', roomId)
    .where('id', 'in', [...ids])
    .orderBy('seq')
    .execute();
  return rows.map(toMessage);
}

export async function messageById(db: Db | Tx, roomId: string, id: string): Promise<MessageRow | undefined> {
  return db.selectFrom('messages').selectAll().where('room_id', '=', roomId).where('id', '=', id).executeTakeFirst();
}

/** Messages with `low <= seq <= high`, ascending. */
export async function messagesBetween(db: Db | Tx, roomId: string, low: number, high: number): Promise<Message[]> {
  const rows = await db
    .selectFrom('messages')
    .selectAll()
    .where('room_id', '=', roomId)
    .where('seq', '>=', low)
    .where('seq', '<=', high)
    .orderBy('seq')
    .execute();
  return rows.map(toMessage);
}

/**
 * The place of the first message from a moment on, or null if there is none. Time never goes back along the places,
 * which have no holes, so halving finds it in as many steps as the room's size has digits (binary), without an index.
 */
export async function firstSeqAt(db: Db, roomId: string, time: number): Promise<number | null> {
  const { rows } = await sql<{ seq: number }>`
    with recursive span as (
      select 1::bigint as low, last_seq + 1 as high from rooms where id = ${roomId}
      union all
      select case when m.created_at < ${time} then m.seq + 1 else s.low end,
        case when m.created_at < ${time} then s.high else m.seq end
      from span s join messages m on m.room_id = ${roomId} and m.seq = (s.low + s.high) / 2
      where s.low < s.high
    )
    select s.low as seq from span s join rooms r on r.id = ${roomId} and s.low <= r.last_seq
    where s.low = s.high`.execute(db);
  return rows[0]?.seq ?? null;
}

/** Changes a message's row and stamps it. Returns it as it is now. */
export async function updateMessage(
  tx: Tx,
  row: MessageRow,
  rev: number,
  set: {
    body?: string;
    edited_at?: number;
    recalled_at?: number;
    mentions?: string[];
    mentions_all?: boolean;
    forwarded?: null;
    reactions?: string | null;
    thread_room_id?: string;
  },
): Promise<Message> {
  const updated = await tx
    .updateTable('messages')
    .set({ ...set, rev, changed: true })
    .where('room_id', '=', row.room_id)
    .where('seq', '=', row.seq)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toMessage(updated);
}

/** Keeps the text that a message had until now. Returns how many it has had before the present one. */
export async function keepVersion(tx: Tx, row: MessageRow): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    insert into message_versions (room_id, message_id, version, body, created_at)
    select ${row.room_id}, ${row.id}, coalesce(max(version) + 1, 0), ${row.body}, ${row.edited_at ?? row.created_at}
    from message_versions where room_id = ${row.room_id} and message_id = ${row.id}
    returning version`.execute(tx);
  return rows[0]!.version + 1;
}

/** The earlier texts of a message, oldest first. */
export async function versionsOf(db: Db, roomId: string, messageId: string): Promise<MessageVersion[]> {
  return db
    .selectFrom('message_versions')
    .select(['body as text', 'created_at as at'])
    .where('room_id', '=', roomId)
    .where('message_id', '=', messageId)
    .orderBy('version')
    .execute();
}

/** Takes the earlier texts and the reactions of a recalled message away. */
export async function forgetContent(tx: Tx, row: MessageRow): Promise<void> {
  for (const table of ['message_versions', 'reactions'] as const) {
    await tx.deleteFrom(table).where('room_id', '=', row.room_id).where('message_id', '=', row.id).execute();
  }
}

/** Writes an event at the room's next place, with a revision of its own as every message. */
export async function insertEvent(
  tx: Tx,
  line: {
    roomId: string;
    actorId: string;
    event: RoomEvent;
    id: string;
    now: number;
    /** Hexadecimal, or empty. */
    sentHash: string;
  },
): Promise<MessageRow> {
  const { rows } = await sql<MessageRow>`
    with room as (
      update rooms set rev = rev + 1, last_seq = last_seq + 1, last_at = greatest(last_at, ${line.now}::bigint)
      where id = ${line.roomId} returning rev, last_seq, last_at
    )
    insert into messages (room_id, seq, id, rev, author_id, body, created_at, event, sent_hash)
    select ${line.roomId}, last_seq, ${line.id}, rev, ${line.actorId}, '', last_at,
      ${JSON.stringify(line.event)}::jsonb, decode(${line.sentHash}, 'hex')
    from room
    returning *`.execute(tx);
  return rows[0]!;
}

/** Adds or removes a user's reaction. Returns whether anything changed. */
export async function setReaction(
  tx: Tx,
  row: MessageRow,
  reaction: { emoji: string; userId: string; on: boolean; now: number },
): Promise<boolean> {
  const { emoji, userId, on, now } = reaction;
  const key = { room_id: row.room_id, message_id: row.id, emoji, user_id: userId };
  if (on) {
    const inserted = await tx
      .insertInto('reactions')
      .values({ ...key, created_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return inserted.numInsertedOrUpdatedRows === 1n;
  }
  const deleted = await tx
    .deleteFrom('reactions')
    .where('room_id', '=', key.room_id)
    .where('message_id', '=', key.message_id)
    .where('emoji', '=', key.emoji)
    .where('user_id', '=', key.user_id)
    .executeTakeFirst();
  return deleted.numDeletedRows === 1n;
}

/** A message's reactions, the one that came first at the front. */
export async function reactionsOf(tx: Tx, row: MessageRow): Promise<Reaction[]> {
  const { rows } = await sql<Reaction>`
    select emoji, count(*)::int as count,
      (array_agg(user_id order by created_at, user_id))[1:${limits.reactionUsers}::int] as "userIds"
    from reactions where room_id = ${row.room_id} and message_id = ${row.id}
    group by emoji order by min(created_at), emoji`.execute(tx);
  return rows;
}

/** Sets a room's pins; the caller holds its lock and took the revision. */
export async function setPins(tx: Tx, roomId: string, pins: string[]): Promise<void> {
  await sql`update rooms set pins = ${pins}::uuid[] where id = ${roomId}`.execute(tx);
}

/** Keeps or drops a draft. Returns it, or null if nothing changed. */
export async function writeDraft(
  tx: Tx,
  draft: { userId: string; roomId: string; text: string; replyTo: string | null; now: number; rev: number },
): Promise<Draft> {
  const row = await tx
    .insertInto('drafts')
    .values({
      user_id: draft.userId,
      room_id: draft.roomId,
      body: draft.text,
      reply_to: draft.replyTo,
      updated_at: draft.now,
      rev: draft.rev,
    })
    .onConflict((conflict) =>
      conflict.columns(['user_id', 'room_id']).doUpdateSet((eb) => ({
        body: eb.ref('excluded.body'),
        reply_to: eb.ref('excluded.reply_to'),
        updated_at: eb.ref('excluded.updated_at'),
        rev: eb.ref('excluded.rev'),
      })),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
  return toDraft(row);
}

export async function savedCount(db: Tx, userId: string): Promise<number> {
  const row = await db
    .selectFrom('saved_messages')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('user_id', '=', userId)
    .where('deleted', '=', false)
    .executeTakeFirstOrThrow();
  return row.count;
}

export async function savedState(tx: Tx, userId: string, roomId: string, messageId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('saved_messages')
    .select('deleted')
    .where('user_id', '=', userId)
    .where('room_id', '=', roomId)
    .where('message_id', '=', messageId)
    .executeTakeFirst();
  return row !== undefined && !row.deleted;
}

export async function writeSaved(
  tx: Tx,
  saved: { userId: string; roomId: string; messageId: string; now: number; deleted: boolean; rev: number },
): Promise<SavedMessage> {
  const row = await tx
    .insertInto('saved_messages')
    .values({
      user_id: saved.userId,
      room_id: saved.roomId,
      message_id: saved.messageId,
      saved_at: saved.now,
      deleted: saved.deleted,
      rev: saved.rev,
    })
    .onConflict((conflict) =>
      conflict.columns(['user_id', 'room_id', 'message_id']).doUpdateSet((eb) => ({
        saved_at: eb.ref('excluded.saved_at'),
        deleted: eb.ref('excluded.deleted'),
        rev: eb.ref('excluded.rev'),
      })),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
  return toSaved(row);
}

/** Drafts and saved messages that changed after a revision of the user's own scope. */
export async function readMessageMeChanges(
  db: Db | Tx,
  userId: string,
  after: number,
): Promise<{ drafts: Draft[]; saved: SavedMessage[] }> {
  const drafts = await db
    .selectFrom('drafts')
    .selectAll()
    .where('user_id', '=', userId)
    .where('rev', '>', after)
    .$if(after === 0, (query) => query.where('body', '!=', ''))
    .execute();
  const saved = await db
    .selectFrom('saved_messages')
    .selectAll()
    .where('user_id', '=', userId)
    .where('rev', '>', after)
    .$if(after === 0, (query) => query.where('deleted', '=', false))
    .execute();
  return { drafts: drafts.map(toDraft), saved: saved.map(toSaved) };
}

function toDraft(row: {
  room_id: string;
  body: string;
  reply_to: string | null;
  updated_at: number;
  rev: number;
}): Draft {
  return { roomId: row.room_id, text: row.body, replyTo: row.reply_to, updatedAt: row.updated_at, rev: row.rev };
}

function toSaved(row: {
  room_id: string;
  message_id: string;
  saved_at: number;
  deleted: boolean;
  rev: number;
}): SavedMessage {
  const { room_id: roomId, message_id: messageId, saved_at: savedAt, deleted, rev } = row;
  return { roomId, messageId, savedAt, deleted, rev };
}
