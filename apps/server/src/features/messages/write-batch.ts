import type { Message, SendResult, Subscription } from '@hongyan/protocol';
import type { Clock } from '../../platform/clock/index.ts';
import { type BatchWriter, nextUserRevs, type Tx } from '../../platform/db/index.ts';
import type { Live } from '../../platform/realtime/index.ts';
import { readRoomsByIds, readSubscriptions, type Seat, showSeats } from '../rooms/index.ts';
import { messagesByIds } from './repo.ts';
import type { RoomShapes } from './room-shapes.ts';
import { placeMessage, questionsOf, type SendJob } from './send-message.ts';
import type { Outcome } from './send-queue.ts';
import {
  countThreadMessages,
  insertMessages,
  lockRoomsToSend,
  type MovedRoom,
  noteMentions,
  type PlacedMessage,
  pairKey,
  readSendFacts,
  type SendFacts,
  type SendRoom,
} from './send-repo.ts';

export interface BatchDeps {
  writer: BatchWriter;
  shapes: RoomShapes;
  live: Live;
  clock: Clock;
  /** Notes that an author has read up to their own message. */
  noteRead(userId: string, roomId: string, seq: number): void;
}

/**
 * Writes a batch of messages in one transaction and, once it is on disk, tells the rooms: access, write, commit,
 * publish. A job that is refused costs its neighbours nothing.
 */
export async function writeBatch(deps: BatchDeps, jobs: SendJob[]): Promise<Outcome<SendResult>[]> {
  const { outcomes, publish } = await deps.writer.transaction(async (batch) => {
    const shapes = await deps.shapes.of(batch, [...new Set(jobs.map((job) => job.roomId))]);
    const questions = questionsOf(jobs, shapes);
    const [rooms, facts] = await Promise.all([
      lockRoomsToSend(batch, questions.rooms),
      readSendFacts(batch, questions),
    ]);
    const revsBefore = new Map([...rooms].map(([id, room]) => [id, room.rev]));
    const now = deps.clock.now();
    const placed: PlacedMessage[] = [];
    const outcomes = jobs.map((job): Outcome<SendResult> => {
      try {
        const place = placeMessage(job, rooms, facts, now);
        if (place.placed) placed.push(place.placed);
        return { answer: place.answer };
      } catch (error) {
        return { error };
      }
    });
    if (placed.length === 0) return { outcomes, publish: () => {} };
    const byRoom = Map.groupBy(placed, (message) => message.room_id);
    insertMessages(
      batch,
      placed,
      [...byRoom].map(([id, messages]) => movedRoom(rooms.get(id)!, messages)),
    );
    const { tx } = batch;
    const publishThreads = await updateThreads(deps, tx, byRoom, rooms);
    const hidden = facts.hidden.filter((seat) => byRoom.has(seat.roomId));
    const publishSeats = await updateSeats(deps.live, tx, { mentions: mentionsOf(placed, facts), hidden });
    const withAll = [...byRoom].filter(([, messages]) => messages.some((message) => message.mentions_all));
    const freshRooms = await readRoomsByIds(
      tx,
      withAll.map(([id]) => id),
    );
    const publish = () => {
      // First, so that those who get a room into their list by this get its message too.
      publishSeats();
      for (const [roomId, messages] of byRoom) {
        const room = freshRooms.get(roomId);
        deps.live.room({
          scope: roomId,
          from: revsBefore.get(roomId)!,
          to: messages.at(-1)!.rev,
          messages: messages.map(asMessage),
          ...(room ? { room } : {}),
        });
      }
      publishThreads();
    };
    return { outcomes, publish };
  });
  publish();
  jobs.forEach((job, index) => {
    const outcome = outcomes[index]!;
    if ('answer' in outcome) deps.noteRead(job.authorId, job.roomId, outcome.answer.seq);
  });
  return outcomes;
}

function movedRoom(room: SendRoom, messages: PlacedMessage[]): MovedRoom {
  const allMentions = messages.filter((message) => message.mentions_all).map((message) => message.seq);
  return { id: room.id, rev: room.rev, last_seq: room.last_seq, last_at: room.last_at, all_mentions: allMentions };
}

/** The messages above the batch's threads count their answers; their rooms move by one revision each. */
async function updateThreads(
  deps: BatchDeps,
  tx: Tx,
  byRoom: ReadonlyMap<string, PlacedMessage[]>,
  rooms: ReadonlyMap<string, SendRoom>,
): Promise<() => void> {
  const threads = [...byRoom].flatMap(([id, messages]) => {
    const { parent_room_id, parent_message_id } = rooms.get(id)!;
    if (parent_room_id === null || parent_message_id === null) return [];
    const parent = rooms.get(parent_room_id)!;
    return [{ parent, messageId: parent_message_id, count: messages.length, lastAt: messages.at(-1)!.created_at }];
  });
  if (threads.length === 0) return () => {};
  const byParent = Map.groupBy(threads, (thread) => thread.parent);
  for (const parent of byParent.keys()) parent.rev += 1;
  await countThreadMessages(
    tx,
    threads.map(({ parent, messageId, count, lastAt }) => ({
      room_id: parent.id,
      message_id: messageId,
      count,
      last_at: lastAt,
      rev: parent.rev,
    })),
  );
  const changes = await Promise.all(
    [...byParent].map(async ([parent, ofParent]) => ({
      scope: parent.id,
      from: parent.rev - 1,
      to: parent.rev,
      messages: await messagesByIds(
        tx,
        parent.id,
        ofParent.map((thread) => thread.messageId),
      ),
    })),
  );
  return () => changes.forEach((change) => deps.live.room(change));
}

interface Mention {
  roomId: string;
  userId: string;
  seq: number;
}

function mentionsOf(placed: readonly PlacedMessage[], facts: SendFacts): Mention[] {
  return placed.flatMap((message) =>
    message.mentions
      .filter((userId) => userId !== message.author_id && facts.members.has(pairKey(message.room_id, userId)))
      .map((userId) => ({ roomId: message.room_id, userId, seq: message.seq })),
  );
}

/**
 * Those who are mentioned by name find it in their own side of the room, and a direct room that was hidden comes into
 * the list. Returns what publishes it after the commit.
 */
export async function updateSeats(
  live: Live,
  tx: Tx,
  { mentions, hidden }: { mentions: readonly Mention[]; hidden: readonly Seat[] },
): Promise<() => void> {
  if (mentions.length === 0 && hidden.length === 0) return () => {};
  // All revisions at once: two steps could wait for somebody else's two in a circle.
  const revs = await nextUserRevs(
    tx,
    [...mentions, ...hidden].map((seat) => seat.userId),
  );
  const places = [...Map.groupBy(mentions, (mention) => `${mention.userId}/${mention.roomId}`).values()];
  if (places.length > 0)
    await noteMentions(
      tx,
      places.map((ofSeat) => ({
        room_id: ofSeat[0]!.roomId,
        user_id: ofSeat[0]!.userId,
        seqs: ofSeat.map((place) => place.seq),
        rev: revs.get(ofSeat[0]!.userId)!,
      })),
    );
  if (hidden.length > 0) await showSeats(tx, hidden, revs);
  const subscriptions: Map<string, Subscription[]> = await readSubscriptions(tx, [
    ...places.map(([place]) => ({ userId: place!.userId, roomId: place!.roomId })),
    ...hidden,
  ]);
  return () => {
    for (const { roomId, userId } of hidden) live.join(roomId, [userId]);
    for (const [userId, rev] of revs) {
      live.user(userId, { scope: 'me', from: rev - 1, to: rev, subscriptions: subscriptions.get(userId) ?? [] });
    }
  };
}

/** A message just placed, as clients see it: nothing has happened to it yet. */
function asMessage(placed: PlacedMessage): Message {
  return {
    roomId: placed.room_id,
    id: placed.id,
    seq: placed.seq,
    authorId: placed.author_id,
    text: placed.body,
    createdAt: placed.created_at,
    editedAt: null,
    recalledAt: null,
    replyTo: placed.reply_to,
    mentions: placed.mentions,
    mentionsAll: placed.mentions_all,
    forwarded: placed.forwarded ?? [],
    reactions: [],
    event: null,
    thread: null,
    rev: placed.rev,
  };
}
