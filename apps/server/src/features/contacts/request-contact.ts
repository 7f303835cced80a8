import { type CommandArgs, limits, ProblemError } from '@hongyan/protocol';
import type { Tx } from '../../platform/db/index.ts';
import { personById } from '../accounts/index.ts';
import { befriend } from './befriend.ts';
import { changePair, type PairChange } from './change-pair.ts';
import type { Contacts } from './deps.ts';
import { takeBack } from './end-request.ts';
import { type RequestRow, toRequest } from './entities.ts';
import { areContacts, blockBetween } from './read-repo.ts';
import { insertRequest, openRequest, openRequestCount, receivedRequestCount, requestById } from './requests-repo.ts';

/** For so long after a no, asking again reaches nobody. */
const noHoldsMs = 24 * 3_600_000;

/** The other's request came or went between the look without a lock and the one with it. */
class CrossedMeanwhile extends Error {}

/**
 * Asks somebody to become contacts. Two who ask each other are contacts at once. Asking again while a request waits
 * puts the new one in its place; after a no it waits too, as far as who asks can see.
 * @throws ProblemError `not_yourself`, `user_not_found`, `blocked_by_you`, `blocked`, `already_contacts`,
 * `requests_closed`, `too_many`, `conflict`, `rate_limited`
 */
export async function requestContact(
  contacts: Contacts,
  userId: string,
  args: CommandArgs<'contact.request'>,
): Promise<void> {
  if (args.userId === userId) throw new ProblemError('not_yourself');
  contacts.limits.request.take(userId);
  contacts.limits.requestTo.take(`${userId}/${args.userId}`);
  await ask(contacts, userId, args).catch((error: unknown) => {
    if (error instanceof CrossedMeanwhile) return ask(contacts, userId, args);
    throw error;
  });
}

async function ask(contacts: Contacts, userId: string, args: CommandArgs<'contact.request'>): Promise<void> {
  const pair = [userId, args.userId] as const;
  const crosses = (await openRequest(contacts.db, args.userId, userId)) !== undefined;
  await changePair(contacts, pair, { withRoom: crosses }, async (change) => {
    if (await isSentAlready(change.tx, userId, args)) return;
    const { requestsFrom } = await checkReachable(change.tx, userId, args.userId);
    const crossing = await openRequest(change.tx, args.userId, userId);
    if ((crossing !== undefined) !== crosses) throw new CrossedMeanwhile();
    const now = contacts.clock.now();
    if (crossing) {
      await putRequest(change, userId, args, 'accepted', now);
      await befriend(change, pair, now);
      return;
    }
    if (requestsFrom === 'nobody') throw new ProblemError('requests_closed');
    const replaced = await openRequest(change.tx, userId, args.userId);
    const isNo = replaced?.state === 'declined' && now < replaced.decided_at! + noHoldsMs;
    if (replaced) await takeBack(change, replaced, now);
    await checkRoomForRequest(change.tx, userId, args.userId);
    await putRequest(change, userId, args, isNo ? 'declined' : 'pending', now);
  });
  if (crosses) contacts.onRelationChanged(...pair);
}

/** Whether this is a retry. @throws ProblemError `conflict` if the id is that of another request */
async function isSentAlready(tx: Tx, userId: string, args: CommandArgs<'contact.request'>): Promise<boolean> {
  const row = await requestById(tx, args.id);
  if (!row) return false;
  if (row.from_id !== userId || row.to_id !== args.userId || row.note !== args.note) throw new ProblemError('conflict');
  return true;
}

async function checkReachable(tx: Tx, userId: string, otherId: string) {
  const person = await personById(tx, otherId);
  if (!person) throw new ProblemError('user_not_found');
  const block = await blockBetween(tx, userId, otherId);
  if (block) throw new ProblemError(block === 'me' ? 'blocked_by_you' : 'blocked');
  if (await areContacts(tx, userId, otherId)) throw new ProblemError('already_contacts');
  return person.settings;
}

async function checkRoomForRequest(tx: Tx, userId: string, otherId: string): Promise<void> {
  if ((await openRequestCount(tx, userId)) >= limits.pendingRequests)
    throw new ProblemError('too_many', { limit: limits.pendingRequests });
  if ((await receivedRequestCount(tx, otherId)) >= limits.receivedRequests) throw new ProblemError('requests_closed');
}

async function putRequest(
  change: PairChange,
  userId: string,
  { id, userId: otherId, note }: CommandArgs<'contact.request'>,
  state: RequestRow['state'],
  now: number,
): Promise<void> {
  const revs = { fromRev: await change.rev(userId), toRev: await change.rev(otherId) };
  const row = await insertRequest(change.tx, { id, fromId: userId, toId: otherId, note, state, now, ...revs });
  for (const viewerId of [userId, otherId]) change.show(viewerId, { requests: [toRequest(row, viewerId)] });
}
