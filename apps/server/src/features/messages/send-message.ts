import { hash } from 'node:crypto';
import { type CommandArgs, type Forwarded, isBlank, ProblemError, type SendResult } from '@hongyan/protocol';
import {
  type PlacedMessage,
  pairKey,
  type RoomShape,
  type SendFacts,
  type SendQuestions,
  type SendRoom,
} from './send-repo.ts';

/** A message on its way to its place. Author and time are the server's word, never the client's. */
export interface SendJob {
  roomId: string;
  id: string;
  authorId: string;
  text: string;
  replyTo: string | null;
  mentions: string[];
  mentionsAll: boolean;
  forwarded: Forwarded[] | null;
  /** Whether those whom a thread's message brings in must be in it first. */
  joins: boolean;
  /** Hexadecimal SHA-256 of what the client sent: the same retry has the same. */
  sentHash: string;
}

/** Thrown when the author of a thread's message, or someone it mentions, is not in the thread yet: they join first. */
export class NotInThread extends Error {
  readonly userIds: string[];
  readonly parentId: string;

  constructor(userIds: string[], parentId: string) {
    super('not in the thread');
    this.userIds = userIds;
    this.parentId = parentId;
  }
}

export function jobOfSend(args: CommandArgs<'message.send'>, authorId: string): SendJob {
  const { roomId, id, text, replyTo = null, mentions = [], mentionsAll = false } = args;
  const sentHash = hashOf([authorId, text, replyTo, [...mentions].sort(), mentionsAll]);
  return { roomId, id, authorId, text, replyTo, mentions, mentionsAll, forwarded: null, joins: true, sentHash };
}

export function jobOfForward(args: CommandArgs<'message.forward'>, authorId: string, forwarded: Forwarded[]): SendJob {
  const { roomId, id, from } = args;
  const sentHash = hashOf([authorId, from.roomId, from.messageIds]);
  const rest = { text: '', replyTo: null, mentions: [], mentionsAll: false };
  return { roomId, id, authorId, ...rest, forwarded, joins: true, sentHash };
}

function hashOf(content: unknown): string {
  return hash('sha256', JSON.stringify(content));
}

/** @throws ProblemError `too_long` (in code points), or `invalid` when nothing can be seen of it */
export function checkText(text: string, maxLength: number): void {
  if (text.length > maxLength && [...text].length > maxLength) throw new ProblemError('too_long', { limit: maxLength });
  if (isBlank(text)) throw new ProblemError('invalid', { field: 'text' });
}

/** What must be known to decide over these jobs. Whoever writes in a thread must be in the room above. */
export function questionsOf(jobs: readonly SendJob[], shapes: ReadonlyMap<string, RoomShape>): SendQuestions {
  const known = jobs.filter((job) => shapes.has(job.roomId));
  const rooms = [...new Set(known.map((job) => shapes.get(job.roomId)!))];
  return {
    rooms: [...new Set(rooms.flatMap(withParent))],
    people: peopleOf(known, shapes),
    messages: known.flatMap(({ roomId, id, replyTo }) =>
      (replyTo === null ? [id] : [id, replyTo]).map((messageId): [string, string] => [roomId, messageId]),
    ),
    pairs: rooms.flatMap(({ pair }) => (pair ? [pair] : [])),
    seats: rooms.flatMap(({ id, parentId, pair }) =>
      pair && parentId === null ? pair.map((userId): [string, string] => [id, userId]) : [],
    ),
  };
}

/** Each once: who writes much in a moment is asked for once. */
function peopleOf(jobs: readonly SendJob[], shapes: ReadonlyMap<string, RoomShape>): [string, string][] {
  const people = new Map<string, [string, string]>();
  for (const { roomId, authorId, mentions } of jobs) {
    for (const place of withParent(shapes.get(roomId)!)) {
      for (const userId of [authorId, ...mentions]) people.set(pairKey(place, userId), [place, userId]);
    }
  }
  return [...people.values()];
}

function withParent({ id, parentId }: RoomShape): string[] {
  return parentId === null ? [id] : [id, parentId];
}

/**
 * Gives each job its place, or says why not. Earlier jobs of the batch count: a retry behind its original gets the
 * original's answer. Only what is told by the arguments decides; `heads` moves on with every place taken.
 */
export function placeMessage(
  job: SendJob,
  rooms: ReadonlyMap<string, SendRoom>,
  facts: SendFacts,
  now: number,
): { answer: SendResult; placed: PlacedMessage | null } {
  const room = accessToSend(job, rooms, facts);
  const existing = facts.messages.get(pairKey(job.roomId, job.id));
  if (existing) {
    if (existing.sentHash !== job.sentHash || existing.authorId !== job.authorId) throw new ProblemError('conflict');
    return { answer: { seq: existing.seq, createdAt: existing.createdAt }, placed: null };
  }
  checkWritable(job, room, rooms, facts);
  room.last_seq += 1;
  room.rev += 1;
  // A clock that is set back never makes a message older than the one before it.
  room.last_at = Math.max(room.last_at, now);
  const answer = { seq: room.last_seq, createdAt: room.last_at };
  facts.messages.set(pairKey(job.roomId, job.id), { ...answer, authorId: job.authorId, sentHash: job.sentHash });
  const placed = {
    room_id: job.roomId,
    seq: room.last_seq,
    id: job.id,
    rev: room.rev,
    author_id: job.authorId,
    body: job.text,
    created_at: room.last_at,
    reply_to: job.replyTo,
    mentions: job.mentions,
    mentions_all: job.mentionsAll,
    forwarded: job.forwarded,
    sent_hash: job.sentHash,
  };
  return { answer, placed };
}

function accessToSend(job: SendJob, rooms: ReadonlyMap<string, SendRoom>, facts: SendFacts): SendRoom {
  const room = rooms.get(job.roomId);
  const memberOf = room?.parent_room_id ?? job.roomId;
  if (!room || !facts.members.has(pairKey(memberOf, job.authorId))) throw new ProblemError('room_not_found');
  return room;
}

function checkWritable(job: SendJob, room: SendRoom, rooms: ReadonlyMap<string, SendRoom>, facts: SendFacts): void {
  const above = room.parent_room_id === null ? room : rooms.get(room.parent_room_id)!;
  if (room.archived_at !== null || above.archived_at !== null) throw new ProblemError('room_archived');
  checkNotBlocked(job.authorId, above, facts);
  if (room.last_seq === 0) checkTakesFirst(job, facts);
  if (job.replyTo !== null && !facts.messages.has(pairKey(job.roomId, job.replyTo)))
    throw new ProblemError('message_not_found');
  for (const userId of job.mentions) {
    if (!facts.members.has(pairKey(above.id, userId))) throw new ProblemError('not_a_member');
  }
  if (room === above || !job.joins) return;
  const missing = [job.authorId, ...job.mentions].filter((userId) => !facts.members.has(pairKey(room.id, userId)));
  if (missing.length > 0) throw new NotInThread(missing, above.id);
}

/** Whoever has a direct room in their list already, a contact's above all, has agreed to what comes there. */
function checkTakesFirst({ roomId, authorId }: SendJob, facts: SendFacts): void {
  const other = facts.hidden.find((seat) => seat.roomId === roomId && seat.userId !== authorId);
  if (other && other.closedBy !== null) throw new ProblemError('messages_closed', { name: other.closedBy });
}

function checkNotBlocked(authorId: string, room: SendRoom, facts: SendFacts): void {
  if (room.pair_a === null || room.pair_b === null) return;
  const otherId = room.pair_a === authorId ? room.pair_b : room.pair_a;
  if (facts.blocks.has(pairKey(authorId, otherId))) throw new ProblemError('blocked_by_you');
  if (facts.blocks.has(pairKey(otherId, authorId))) throw new ProblemError('blocked');
  if (facts.deletedUsers.has(otherId)) throw new ProblemError('user_not_found');
}
