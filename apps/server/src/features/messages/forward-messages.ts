import { type CommandArgs, type Forwarded, limits, ProblemError, type SendResult } from '@hongyan/protocol';
import { usersByIds } from '../accounts/index.ts';
import { accessRoom } from '../rooms/index.ts';
import type { MessageDeps } from './deps.ts';
import { sendJob } from './join-thread.ts';
import { messageById, messagesByIds } from './repo.ts';
import { jobOfForward } from './send-message.ts';

/**
 * Forwards messages as one new message that holds copies of them. A copy of a forward is flat: what was forwarded
 * keeps its first author.
 * @throws ProblemError `message_not_found`, `message_recalled`, `too_many`, `too_long`, and those of sending
 */
export async function forwardMessages(
  deps: MessageDeps,
  userId: string,
  args: CommandArgs<'message.forward'>,
): Promise<SendResult> {
  const { from } = args;
  // A retry gets the first answer, whatever became of the messages since.
  if (await messageById(deps.db, args.roomId, args.id)) return sendJob(deps, jobOfForward(args, userId, []));
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
  checkForwarded(forwarded);
  return sendJob(deps, jobOfForward(args, userId, forwarded));
}

/** Forwards of forwards add up: they are held to what one forward may hold. */
function checkForwarded(forwarded: readonly Forwarded[]): void {
  if (forwarded.length > limits.forwardedMessages)
    throw new ProblemError('too_many', { limit: limits.forwardedMessages });
  const length = forwarded.reduce((sum, { text }) => sum + [...text].length, 0);
  if (length > limits.forwardedLength) throw new ProblemError('too_long', { limit: limits.forwardedLength });
}
