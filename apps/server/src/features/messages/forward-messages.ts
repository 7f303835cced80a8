import { type CommandArgs, type Forwarded, ProblemError, type SendResult } from '@hongyan/protocol';
import { usersByIds } from '../accounts/index.ts';
import { accessRoom } from '../rooms/index.ts';
import type { MessageDeps } from './deps.ts';
import { sendJob } from './join-thread.ts';
import { messagesByIds } from './repo.ts';
import { jobOfForward } from './send-message.ts';

/**
 * Forwards messages as one new message that holds copies of them. A copy of a forward is flat: what was forwarded
 * keeps its first author.
 */
export async function forwardMessages(
  deps: MessageDeps,
  userId: string,
  args: CommandArgs<'message.forward'>,
): Promise<SendResult> {
  const { from } = args;
  await accessRoom(deps.db, userId, from.roomId, 'read');
  const messages = await messagesByIds(deps.db, from.roomId, from.messageIds);
  if (messages.length !== from.messageIds.length || messages.some((message) => message.event))
    throw new ProblemError('message_not_found');
  if (messages.some((message) => message.recalledAt !== null)) throw new ProblemError('message_recalled');
  const authors = await usersByIds(deps.db, [...new Set(messages.map((message) => message.authorId))]);
  const names = new Map(authors.map((author) => [author.id, author.displayName]));
  const forwarded = messages.flatMap((message): Forwarded[] =>
    message.forwarded.length > 0
      ? message.forwarded
      : [
          {
            authorId: message.authorId,
            authorName: names.get(message.authorId) ?? '',
            text: message.text,
            createdAt: message.createdAt,
          },
        ],
  );
  return sendJob(deps, jobOfForward(args, userId, forwarded));
}
