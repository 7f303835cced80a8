import type { Message } from '@hongyan/protocol';
import type { Selectable } from 'kysely';
import type { Database } from '../../platform/db/index.ts';

export type MessageRow = Selectable<Database['messages']>;

/** A stored message as clients see it. */
export function toMessage(row: MessageRow): Message {
  return {
    roomId: row.room_id,
    id: row.id,
    seq: row.seq,
    authorId: row.author_id,
    text: row.body,
    createdAt: row.created_at,
    editedAt: row.edited_at,
    recalledAt: row.recalled_at,
    replyTo: row.reply_to,
    mentions: row.mentions,
    mentionsAll: row.mentions_all,
    forwarded: row.forwarded ?? [],
    reactions: row.reactions ?? [],
    event: row.event,
    thread:
      row.thread_room_id === null
        ? null
        : { roomId: row.thread_room_id, count: row.thread_count, lastAt: row.thread_last_at },
    rev: row.rev,
  };
}

/** Everybody whose profile is needed to show a message. */
export function usersOf(message: Message): string[] {
  return [
    message.authorId,
    ...message.mentions,
    ...message.forwarded.map((forwarded) => forwarded.authorId),
    ...message.reactions.flatMap((reaction) => reaction.userIds),
    ...(message.event?.userIds ?? []),
  ];
}
