import { defaultSettings, type Forwarded, ProblemError, type RoomKind } from '@hongyan/protocol';
import { sql } from 'kysely';
import { arrayOf, type Batch, type Statement, type Tx } from '../../platform/db/index.ts';
import type { Seat } from '../rooms/index.ts';

/** A room under its lock, as far as a send needs it. */
export interface SendRoom {
  id: string;
  kind: RoomKind;
  rev: number;
  last_seq: number;
  last_at: number;
  archived_at: number | null;
  parent_room_id: string | null;
  parent_message_id: string | null;
  pair_a: string | null;
  pair_b: string | null;
}

/** Locks the rooms of a batch, the rooms above its threads with them, in the order of `lockRooms`. */
export async function lockRoomsToSend(batch: Batch, roomIds: readonly string[]): Promise<Map<string, SendRoom>> {
  const rows = await batch.run<SendRoom>(lockStatement, [arrayOf(roomIds)]);
  return new Map(rows.map((row) => [row.id, row]));
}

const lockStatement: Statement = {
  name: 'lock-rooms-to-send',
  text: `
    select id, kind, rev, last_seq, last_at, archived_at, parent_room_id, parent_message_id, pair_a, pair_b
    from rooms where id = any($1::uuid[])
    order by parent_room_id is not null, id for no key update`,
};

/** What never changes about a room. */
export interface RoomShape {
  id: string;
  /** The room above a thread. */
  parentId: string | null;
  /** The two of a direct room, or of that above a thread. */
  pair: [string, string] | null;
}

/** Reads what never changes about these rooms. Unknown ids are left out. */
export async function readRoomShapes(batch: Batch, roomIds: readonly string[]): Promise<RoomShape[]> {
  const rows = await batch.run<{ id: string; parentId: string | null; a: string | null; b: string | null }>(
    shapesStatement,
    [roomIds],
  );
  return rows.map(({ id, parentId, a, b }) => ({ id, parentId, pair: a === null || b === null ? null : [a, b] }));
}

const shapesStatement: Statement = {
  name: 'read-room-shapes',
  text: `
    select r.id, r.parent_room_id as "parentId", coalesce(r.pair_a, p.pair_a) as a, coalesce(r.pair_b, p.pair_b) as b
    from rooms r left join rooms p on p.id = r.parent_room_id
    where r.id = any($1::uuid[])`,
};

export interface ExistingMessage {
  seq: number;
  authorId: string;
  createdAt: number;
  sentHash: string;
}

/** A side of a direct room that is not in its owner's list. */
export interface HiddenSeat extends Seat {
  /** The owner's name, if they take no first message from the other one. */
  closedBy: string | null;
}

/** What decides over a batch. Keys are `pairKey(roomId, otherId)`. */
export interface SendFacts {
  members: Set<string>;
  messages: Map<string, ExistingMessage>;
  /** `pairKey(who, whom)` of blocks between the people of the batch's direct rooms. */
  blocks: Set<string>;
  deletedUsers: Set<string>;
  hidden: HiddenSeat[];
}

export function pairKey(first: string, second: string): string {
  return `${first}/${second}`;
}

type Pair = [string, string];

/** What must be known to decide over a batch. */
export interface SendQuestions {
  /** The batch's rooms, and those above its threads. */
  rooms: string[];
  /** Room and user: are they in it? */
  people: Pair[];
  /** Room and message: is it there? */
  messages: Pair[];
  /** The two of direct rooms: may they write to each other? */
  pairs: Pair[];
  /** Direct rooms and their people: have they the room in their list? */
  seats: Pair[];
}

/**
 * Reads what decides over a batch. Send it behind the rooms' locks: a statement sees what was committed before it began,
 * which is after they were got.
 */
export async function readSendFacts(batch: Batch, asked: SendQuestions): Promise<SendFacts> {
  const [[facts], direct] = await Promise.all([
    batch.run<{ members: boolean[]; messages: ({ roomId: string; id: string } & ExistingMessage)[] | null }>(
      factsStatement,
      [...columns(asked.people), ...columns(asked.messages)],
    ),
    asked.pairs.length > 0 ? readDirectFacts(batch, asked) : noDirectFacts,
  ]);
  const { members, messages } = facts!;
  return {
    members: new Set(
      asked.people.filter((_, index) => members[index]).map(([roomId, userId]) => pairKey(roomId, userId)),
    ),
    messages: new Map(messages?.map((message) => [pairKey(message.roomId, message.id), message])),
    ...direct,
  };
}

/** Every condition is a look-up by key: with `offset 0` it stays one however small or unknown the tables are. */
const factsStatement: Statement = {
  name: 'read-send-facts',
  text: `
    select
      array(
        select m.user_id is not null
        from unnest($1::uuid[], $2::uuid[]) with ordinality as q(room_id, user_id, place)
        left join lateral (
          select m.user_id from members m
          where m.room_id = q.room_id and m.user_id = q.user_id and m.left_at is null offset 0) m on true
        order by q.place
      ) as members,
      (select json_agg(json_build_object('roomId', m.room_id, 'id', m.id, 'seq', m.seq, 'authorId', m.author_id,
          'createdAt', m.created_at, 'sentHash', encode(m.sent_hash, 'hex')))
        from unnest($3::uuid[], $4::uuid[]) as q(room_id, id)
        cross join lateral (select * from messages m where m.room_id = q.room_id and m.id = q.id offset 0) m
      ) as messages`,
};

type DirectFacts = Pick<SendFacts, 'blocks' | 'deletedUsers' | 'hidden'>;

const noDirectFacts: DirectFacts = { blocks: new Set(), deletedUsers: new Set(), hidden: [] };

async function readDirectFacts(batch: Batch, { pairs, seats }: SendQuestions): Promise<DirectFacts> {
  const [facts] = await batch.run<{ blocks: Pair[] | null; deleted: string[] | null; hidden: HiddenSeat[] | null }>(
    directStatement,
    [...columns([...pairs, ...pairs.map(([a, b]): Pair => [b, a])]), ...columns(seats)],
  );
  const { blocks, deleted, hidden } = facts!;
  return {
    blocks: new Set(blocks?.map(([userId, blockedId]) => pairKey(userId, blockedId))),
    deletedUsers: new Set(deleted),
    hidden: hidden ?? [],
  };
}

/** $1 and $2 hold each pair both ways. */
const directStatement: Statement = {
  name: 'read-direct-facts',
  text: `
    select
      (select json_agg(json_build_array(b.user_id, b.blocked_id))
        from unnest($1::uuid[], $2::uuid[]) as q(a, b)
        cross join lateral (
          select * from blocks b where b.user_id = q.a and b.blocked_id = q.b and not b.deleted offset 0) b
      ) as blocks,
      (select json_agg(u.id)
        from unnest($1::uuid[]) as q(id)
        cross join lateral (select * from users u where u.id = q.id and u.deleted_at is not null offset 0) u
      ) as deleted,
      (select json_agg(json_build_object('roomId', s.room_id, 'userId', s.user_id, 'closedBy',
          case when coalesce(u.settings ->> 'messagesFrom', '${defaultSettings.messagesFrom}') = 'contacts'
            and not exists (
              select from rooms r join contacts c on c.user_id = u.id and c.contact_id in (r.pair_a, r.pair_b)
              where r.id = s.room_id and not c.deleted)
          then u.display_name end))
        from unnest($3::uuid[], $4::uuid[]) as q(room_id, user_id)
        cross join lateral (
          select * from subscriptions s
          where s.user_id = q.user_id and s.room_id = q.room_id and s.left_at is not null offset 0) s
        join users u on u.id = s.user_id
      ) as hidden`,
};

/** Pairs as two arrays, for `unnest`. */
function columns(pairs: readonly Pair[]): [string, string] {
  return [arrayOf(pairs.map(([first]) => first)), arrayOf(pairs.map(([, second]) => second))];
}

/** A message with its place, ready to be written. */
export interface PlacedMessage {
  room_id: string;
  seq: number;
  id: string;
  rev: number;
  author_id: string;
  body: string;
  created_at: number;
  reply_to: string | null;
  mentions: string[];
  mentions_all: boolean;
  forwarded: Forwarded[] | null;
  /** Hexadecimal SHA-256 of what the client sent. */
  sent_hash: string;
}

/** Where a room is after a batch. */
export interface MovedRoom {
  id: string;
  rev: number;
  last_seq: number;
  last_at: number;
  /** Places of messages to @all, ascending. */
  all_mentions: number[];
}

/** Places of mentions that are kept for each room and user; older ones are long read. */
const keptMentions = 100;

/** Writes a batch: every message and every room's new head, in one statement. The commit says whether it was done. */
export function insertMessages(batch: Batch, messages: PlacedMessage[], rooms: MovedRoom[]): void {
  void batch.run(insertStatement, [
    arrayOf(rooms.map((room) => room.id)),
    arrayOf(rooms.map((room) => room.rev)),
    arrayOf(rooms.map((room) => room.last_seq)),
    arrayOf(rooms.map((room) => room.last_at)),
    rooms.map((room) => arrayOf(room.all_mentions)),
    arrayOf(messages.map((message) => message.room_id)),
    arrayOf(messages.map((message) => message.seq)),
    arrayOf(messages.map((message) => message.id)),
    arrayOf(messages.map((message) => message.rev)),
    arrayOf(messages.map((message) => message.author_id)),
    messages.map((message) => message.body),
    arrayOf(messages.map((message) => message.created_at)),
    arrayOf(messages.map((message) => message.reply_to)),
    messages.map((message) => arrayOf(message.mentions)),
    arrayOf(messages.map((message) => message.mentions_all)),
    messages.map((message) => message.forwarded && JSON.stringify(message.forwarded)),
    arrayOf(messages.map((message) => message.sent_hash)),
  ]);
}

/** An array whose members are arrays comes as text: PostgreSQL's own must all have the same length. */
const insertStatement: Statement = {
  name: 'insert-messages',
  text: `
    with moved as (
      update rooms r set rev = m.rev, last_seq = m.last_seq, last_at = m.last_at,
        all_mentions = case when m.all_mentions = '{}' then r.all_mentions
          else (r.all_mentions || m.all_mentions::bigint[])[greatest(1,
            cardinality(r.all_mentions) + cardinality(m.all_mentions::bigint[]) - ${keptMentions - 1}):] end
      from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[])
        as m(id, rev, last_seq, last_at, all_mentions)
      where r.id = m.id
    )
    insert into messages (room_id, seq, id, rev, author_id, body, created_at, reply_to, mentions, mentions_all,
      forwarded, sent_hash)
    select room_id, seq, id, rev, author_id, body, created_at, reply_to, mentions::uuid[], mentions_all,
      forwarded::jsonb, decode(sent_hash, 'hex')
    from unnest($6::uuid[], $7::bigint[], $8::uuid[], $9::bigint[], $10::uuid[], $11::text[], $12::bigint[],
        $13::uuid[], $14::text[], $15::boolean[], $16::text[], $17::text[])
      as m(room_id, seq, id, rev, author_id, body, created_at, reply_to, mentions, mentions_all, forwarded, sent_hash)`,
};

/** Notes mentions in the mentioned members' own sides of a room, stamped with their new revisions. */
export async function noteMentions(
  tx: Tx,
  mentions: { room_id: string; user_id: string; seqs: number[]; rev: number }[],
): Promise<void> {
  await sql`
    update subscriptions s set rev = m.rev,
      mentions = (s.mentions || m.seqs)[greatest(1,
        cardinality(s.mentions) + cardinality(m.seqs) - ${keptMentions - 1}::int):]
    from json_to_recordset(${JSON.stringify(mentions)}::json)
      as m(room_id uuid, user_id uuid, seqs bigint[], rev bigint)
    where s.room_id = m.room_id and s.user_id = m.user_id`.execute(tx);
}

/** Notes an old message's mention of all in its room; the caller holds the room's lock. */
export async function noteAllMention(tx: Tx, roomId: string, seq: number): Promise<void> {
  await sql`
    update rooms set all_mentions = array(
      select * from (
        select distinct place from unnest(all_mentions || ${seq}::bigint) as q(place)
        order by place desc limit ${keptMentions}::int) newest
      order by place)
    where id = ${roomId}`.execute(tx);
}

/** Tells the messages above threads how many answers they have now. */
export async function countThreadMessages(
  tx: Tx,
  threads: { room_id: string; message_id: string; count: number; last_at: number; rev: number }[],
): Promise<void> {
  await sql`
    with moved as (
      update rooms r set rev = t.rev
      from json_to_recordset(${JSON.stringify(threads)}::json) as t(room_id uuid, rev bigint) where r.id = t.room_id
    )
    update messages m set thread_count = m.thread_count + t.count, thread_last_at = t.last_at, rev = t.rev, changed = true
    from json_to_recordset(${JSON.stringify(threads)}::json)
      as t(room_id uuid, message_id uuid, count int, last_at bigint, rev bigint)
    where m.room_id = t.room_id and m.id = t.message_id`.execute(tx);
}

/** @throws ProblemError `not_a_member` if somebody is mentioned who is not in the room */
export async function checkMentions(tx: Tx, roomId: string, userIds: readonly string[]): Promise<void> {
  if ((await membersAmong(tx, roomId, userIds)).size !== userIds.length) throw new ProblemError('not_a_member');
}

/** Those of these people who are in a room. */
export async function membersAmong(tx: Tx, roomId: string, userIds: readonly string[]): Promise<Set<string>> {
  if (userIds.length === 0) return new Set();
  const rows = await tx
    .selectFrom('members')
    .select('user_id')
    .where('room_id', '=', roomId)
    .where('user_id', 'in', [...userIds])
    .where('left_at', 'is', null)
    .execute();
  return new Set(rows.map((row) => row.user_id));
}
