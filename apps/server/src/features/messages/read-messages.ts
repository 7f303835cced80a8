import type { CommandArgs, Message, MessagePage, MessageVersion, User } from '@hongyan/protocol';
import { limits, ProblemError } from '@hongyan/protocol';
import type { Db, Tx } from '../../platform/db/index.ts';
import { usersByIds } from '../accounts/index.ts';
import { accessRoom } from '../rooms/index.ts';
import type { MessageDeps } from './deps.ts';
import { usersOf } from './message-row.ts';
import { firstSeqAt, messageById, messagesBetween, messagesByIds, versionsOf } from './repo.ts';

/**
 * A page of a room's history. Places have no holes, so every page is one range of the primary key, however long the
 * history is.
 */
export async function readPage(
  deps: MessageDeps,
  userId: string,
  args: CommandArgs<'message.page'>,
): Promise<MessagePage> {
  // The room first: what changes while the page is read has a higher revision than the one that is answered.
  const { room } = await accessRoom(deps.db, userId, args.roomId, 'read');
  return deps.roomReads.of(room, async (db) => {
    const { low, high } = await rangeOf(db, args, room.last_seq);
    const messages = low > high ? [] : await messagesBetween(db, args.roomId, low, high);
    const shown = new Set(messages.map((message) => message.id));
    const quoted = messages.flatMap(({ replyTo }) => (replyTo !== null && !shown.has(replyTo) ? [replyTo] : []));
    const related = await messagesByIds(db, args.roomId, [...new Set(quoted)]);
    const users = await profilesOf(db, [...messages, ...related]);
    return { messages, related, users, rev: room.rev, lastSeq: room.last_seq };
  });
}

async function rangeOf(
  db: Db | Tx,
  args: CommandArgs<'message.page'>,
  lastSeq: number,
): Promise<{ low: number; high: number }> {
  const { before, after, around, at, limit } = args;
  if ([before, after, around, at].filter((place) => place !== undefined).length > 1)
    throw new ProblemError('invalid', { field: 'before' });
  if (before !== undefined) return { low: Math.max(1, before - limit), high: Math.min(before - 1, lastSeq) };
  if (after !== undefined) return { low: after + 1, high: Math.min(after + limit, lastSeq) };
  const middle = around ?? (at === undefined ? undefined : await firstSeqAt(db, args.roomId, at));
  if (middle === undefined || middle === null) return { low: Math.max(1, lastSeq - limit + 1), high: lastSeq };
  const low = Math.max(1, Math.min(middle, lastSeq) - Math.floor(limit / 2));
  return { low, high: Math.min(low + limit - 1, lastSeq) };
}

export async function readMessages(
  deps: MessageDeps,
  userId: string,
  { roomId, ids }: CommandArgs<'message.get'>,
): Promise<{ messages: Message[]; users: User[] }> {
  const { room } = await accessRoom(deps.db, userId, roomId, 'read');
  return deps.roomReads.of(room, async (db) => {
    const messages = await messagesByIds(db, roomId, ids);
    return { messages, users: await profilesOf(db, messages) };
  });
}

/** All texts that a message had, the present one last. */
export async function readHistory(
  deps: MessageDeps,
  userId: string,
  { roomId, id }: CommandArgs<'message.history'>,
): Promise<{ versions: MessageVersion[] }> {
  const { room } = await accessRoom(deps.db, userId, roomId, 'read');
  return deps.roomReads.of(room, async (db) => {
    const row = await messageById(db, roomId, id);
    if (!row) throw new ProblemError('message_not_found');
    if (row.recalled_at !== null) throw new ProblemError('message_recalled');
    const earlier = await versionsOf(db, roomId, id);
    return { versions: [...earlier, { text: row.body, at: row.edited_at ?? row.created_at }] };
  });
}

async function profilesOf(db: Db | Tx, messages: readonly Message[]): Promise<User[]> {
  const ids = [...new Set(messages.flatMap(usersOf))];
  return usersByIds(db, ids.slice(0, limits.page * 10));
}
