import { limits, ProblemError } from '@hongyan/protocol';
import type { Tx } from '../../platform/db/index.ts';
import { peopleFor } from './people-repo.ts';

/**
 * Whether somebody may bring these people into a room without asking them.
 * @throws ProblemError `user_not_found`, `blocked_by_you`, `blocked`, `groups_closed`, `too_many`
 */
export async function checkMayAdd(tx: Tx, askerId: string, userIds: readonly string[]): Promise<void> {
  const people = await peopleFor(tx, askerId, userIds);
  for (const id of userIds) {
    const person = people.get(id);
    if (!person) throw new ProblemError('user_not_found');
    if (person.blockedByMe) throw new ProblemError('blocked_by_you');
    if (person.blockedByThem) throw new ProblemError('blocked');
    if (person.groupsFrom === 'contacts' && !person.isContact)
      throw new ProblemError('groups_closed', { name: person.displayName });
    if (person.rooms >= limits.roomsPerUser) throw new ProblemError('too_many', { limit: limits.roomsPerUser });
  }
}

/** Whether somebody may enter one more room themselves. @throws ProblemError `too_many` */
export async function checkMayEnter(tx: Tx, userId: string): Promise<void> {
  const self = (await peopleFor(tx, userId, [userId])).get(userId);
  if (self && self.rooms >= limits.roomsPerUser) throw new ProblemError('too_many', { limit: limits.roomsPerUser });
}

/**
 * Whether somebody may open a direct room that is not there yet. Whoever can be found can be written to unless they
 * chose otherwise; somebody who blocked the asker is not found.
 * @throws ProblemError `user_not_found`, `blocked_by_you`, `messages_closed`, `too_many`
 */
export async function checkMayReach(tx: Tx, askerId: string, userId: string): Promise<void> {
  const people = await peopleFor(tx, askerId, [askerId, userId]);
  const person = people.get(userId);
  if (person?.blockedByMe) throw new ProblemError('blocked_by_you');
  if (!person || person.blockedByThem) throw new ProblemError('user_not_found');
  const { messagesFrom, isContact, displayName } = person;
  if (messagesFrom === 'contacts' && !isContact) throw new ProblemError('messages_closed', { name: displayName });
  if ([...people.values()].some(({ rooms }) => rooms >= limits.roomsPerUser))
    throw new ProblemError('too_many', { limit: limits.roomsPerUser });
}
