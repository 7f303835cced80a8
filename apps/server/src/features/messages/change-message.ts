import { type Changes, type CommandArgs, can, limits, type Message, ProblemError } from '@hongyan/protocol';
import { lockRooms, nextRoomRev, type Tx } from '../../platform/db/index.ts';
import { accessRoom, type RoomAccess, readRoomsByIds } from '../rooms/index.ts';
import type { MessageDeps } from './deps.ts';
import { withThread } from './join-thread.ts';
import type { MessageRow } from './message-row.ts';
import { forgetContent, keepVersion, messageById, reactionsOf, setPins, setReaction, updateMessage } from './repo.ts';
import { checkText, NotInThread } from './send-message.ts';
import { checkMentions, membersAmong, noteAllMention } from './send-repo.ts';
import { updateSeats } from './write-batch.ts';

/** A message under its room's lock, and what the one who asks may do there. */
interface Place {
  tx: Tx;
  row: MessageRow;
  access: RoomAccess;
}

/** What a change leaves behind; null when there was nothing to change. */
interface Changed {
  message?: Message;
  /** Whether the room's own row moved too. */
  room?: boolean;
  /** Called after the commit. */
  publish?(): void;
}

type Change = (place: Place, nextRev: () => Promise<number>) => Promise<Changed | null>;

/**
 * Every change of a message that is already there: access, then the write with the room's next revision, then the
 * commit, then the news. `change` gets the revision only if it asks for it, so nothing moves when nothing changes.
 */
async function changeMessage(
  deps: MessageDeps,
  userId: string,
  { roomId, id }: { roomId: string; id: string },
  change: Change,
  mode: 'read' | 'write' = 'write',
): Promise<void> {
  const publish = await deps.db.transaction().execute(async (tx) => {
    await lockRooms(tx, [roomId]);
    const access = await accessRoom(tx, userId, roomId, mode);
    const row = await messageById(tx, roomId, id);
    if (!row) throw new ProblemError('message_not_found');
    let rev = 0;
    const changed = await change({ tx, row, access }, async () => {
      rev = await nextRoomRev(tx, roomId);
      return rev;
    });
    if (!changed || rev === 0) return () => {};
    const changes: Changes = { scope: roomId, from: rev - 1, to: rev };
    if (changed.message) changes.messages = [changed.message];
    const room = changed.room ? (await readRoomsByIds(tx, [roomId])).get(roomId) : undefined;
    if (room) changes.room = room;
    return () => {
      deps.live.room(changes);
      changed.publish?.();
    };
  });
  publish();
}

export async function editMessage(deps: MessageDeps, userId: string, args: CommandArgs<'message.edit'>): Promise<void> {
  checkText(args.text, deps.config.messageLength);
  await withThread(deps, args.roomId, (joins) => writeEdit(deps, userId, args, joins));
}

/** @throws NotInThread if `joins` and somebody whom the edit mentions has to join the thread first */
async function writeEdit(
  deps: MessageDeps,
  userId: string,
  args: CommandArgs<'message.edit'>,
  joins: boolean,
): Promise<void> {
  const { mentions = [], mentionsAll = false } = args;
  await changeMessage(deps, userId, args, async ({ tx, row, access }, nextRev) => {
    checkOwnText(row, userId);
    if (row.body === args.text && sameIds(row.mentions, mentions) && row.mentions_all === mentionsAll) return null;
    const parentId = access.room.parent_room_id;
    await checkMentions(tx, parentId ?? row.room_id, mentions);
    const added = mentions.filter((id) => id !== userId && !row.mentions.includes(id));
    const present = await membersAmong(tx, row.room_id, added);
    if (joins && parentId !== null && present.size < added.length)
      throw new NotInThread(
        added.filter((id) => !present.has(id)),
        parentId,
      );
    if (row.body !== args.text && (await keepVersion(tx, row)) >= limits.messageVersions)
      throw new ProblemError('too_many', { limit: limits.messageVersions });
    const message = await updateMessage(tx, row, await nextRev(), {
      body: args.text,
      edited_at: deps.clock.now(),
      mentions,
      mentions_all: mentionsAll,
    });
    const mentionsAllNow = mentionsAll && !row.mentions_all;
    if (mentionsAllNow) await noteAllMention(tx, row.room_id, row.seq);
    const newMentions = [...present].map((id) => ({ roomId: row.room_id, userId: id, seq: row.seq }));
    const publish = await updateSeats(deps.live, tx, { mentions: newMentions, hidden: [] });
    return { message, room: mentionsAllNow, publish };
  });
}

/**
 * Leaves a tombstone without content. The author may within the configured time, an admin of the room always. It takes
 * something away and adds nothing, so an author may also where nobody writes any more: archived rooms and blocks.
 */
export async function recallMessage(
  deps: MessageDeps,
  userId: string,
  args: CommandArgs<'message.recall'>,
): Promise<void> {
  const recall: Change = async ({ tx, row, access }, nextRev) => {
    if (access.role === null) throw new ProblemError('room_not_found');
    if (row.event) throw new ProblemError('forbidden');
    if (row.author_id !== userId) await accessRoom(tx, userId, row.room_id, 'write');
    if (row.recalled_at !== null) return null;
    checkMayRecall(deps, userId, row, access);
    await forgetContent(tx, row);
    const { pins } = access.room;
    const pinned = pins.includes(row.id);
    if (pinned)
      await setPins(
        tx,
        row.room_id,
        pins.filter((pin) => pin !== row.id),
      );
    const message = await updateMessage(tx, row, await nextRev(), {
      body: '',
      recalled_at: deps.clock.now(),
      mentions: [],
      mentions_all: false,
      forwarded: null,
      reactions: null,
    });
    return { message, room: pinned };
  };
  await changeMessage(deps, userId, args, recall, 'read');
}

function checkMayRecall(deps: MessageDeps, userId: string, row: MessageRow, access: RoomAccess): void {
  const { recallMinutes } = deps.config;
  if (row.author_id !== userId) {
    if (!can(access.role, 'recall')) throw new ProblemError('forbidden');
  } else if (
    recallMinutes > 0 &&
    deps.clock.now() - row.created_at > recallMinutes * 60_000 &&
    !can(access.role, 'recall')
  ) {
    throw new ProblemError('recall_too_late', { minutes: recallMinutes });
  }
}

export async function reactToMessage(
  deps: MessageDeps,
  userId: string,
  args: CommandArgs<'message.react'>,
): Promise<void> {
  if (!isEmoji(args.emoji)) throw new ProblemError('invalid', { field: 'emoji' });
  await changeMessage(deps, userId, args, async ({ tx, row }, nextRev) => {
    if (row.recalled_at !== null) throw new ProblemError('message_recalled');
    const { emoji, on } = args;
    if (!(await setReaction(tx, row, { emoji, userId, on, now: deps.clock.now() }))) return null;
    const reactions = await reactionsOf(tx, row);
    if (reactions.length > limits.reactionsPerMessage)
      throw new ProblemError('too_many', { limit: limits.reactionsPerMessage });
    const stored = reactions.length === 0 ? null : JSON.stringify(reactions);
    return { message: await updateMessage(tx, row, await nextRev(), { reactions: stored }) };
  });
}

/** One emoji as people see it: one grapheme that has an emoji in it (Unicode UTS #51). */
function isEmoji(text: string): boolean {
  return [...graphemes.segment(text)].length === 1 && /\p{Emoji_Presentation}|\p{Emoji}\uFE0F/u.test(text);
}
const graphemes = new Intl.Segmenter();

export async function pinMessage(deps: MessageDeps, userId: string, args: CommandArgs<'message.pin'>): Promise<void> {
  await changeMessage(deps, userId, args, async ({ tx, row, access }, nextRev) => {
    if (access.room.kind !== 'direct' && !can(access.role, 'pin')) throw new ProblemError('forbidden');
    const { pins } = access.room;
    if (pins.includes(row.id) === args.on) return null;
    if (args.on && row.recalled_at !== null) throw new ProblemError('message_recalled');
    if (args.on && pins.length >= limits.pinsPerRoom) throw new ProblemError('too_many', { limit: limits.pinsPerRoom });
    await setPins(tx, row.room_id, args.on ? [...pins, row.id] : pins.filter((pin) => pin !== row.id));
    await nextRev();
    return { room: true };
  });
}

function checkOwnText(row: MessageRow, userId: string): void {
  if (row.author_id !== userId || row.event || row.forwarded) throw new ProblemError('forbidden');
  if (row.recalled_at !== null) throw new ProblemError('message_recalled');
}

function sameIds(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((id) => right.includes(id));
}
