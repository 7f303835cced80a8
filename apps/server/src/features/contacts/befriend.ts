import { limits, ProblemError } from '@hongyan/protocol';
import type { PairChange } from './change-pair.ts';
import { contactCount, insertContact } from './contacts-repo.ts';
import { toContact, toRequest } from './entities.ts';
import { decideRequest, openRequest } from './requests-repo.ts';

/**
 * Makes two people contacts of each other, and ends what they asked of each other as accepted.
 * @throws ProblemError `too_many` if one of them has as many as can be
 */
export async function befriend(change: PairChange, userIds: readonly [string, string], now: number): Promise<void> {
  const [a, b] = userIds;
  for (const [userId, otherId] of [userIds, [b, a] as const]) {
    if ((await contactCount(change.tx, userId)) >= limits.contactsPerUser)
      throw new ProblemError('too_many', { limit: limits.contactsPerUser });
    const row = await insertContact(change.tx, { userId, otherId, now, rev: await change.rev(userId) });
    change.show(userId, { contacts: [toContact(row)] });
  }
  await acceptOpen(change, a, b, now);
  await acceptOpen(change, b, a, now);
}

async function acceptOpen(change: PairChange, fromId: string, toId: string, now: number): Promise<void> {
  const open = await openRequest(change.tx, fromId, toId);
  if (!open) return;
  const revs = { fromRev: await change.rev(fromId), toRev: await change.rev(toId) };
  const row = await decideRequest(change.tx, open.id, { state: 'accepted', now, ...revs });
  for (const userId of [fromId, toId]) change.show(userId, { requests: [toRequest(row, userId)] });
}
