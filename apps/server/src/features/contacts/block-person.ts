import { limits, ProblemError } from '@hongyan/protocol';
import { usersByIds } from '../accounts/index.ts';
import { blockCount, deleteBlock, insertBlock } from './blocks-repo.ts';
import { changePair } from './change-pair.ts';
import type { Contacts } from './deps.ts';
import { sayNo, takeBack } from './end-request.ts';
import { toBlock } from './entities.ts';
import { blockBetween } from './read-repo.ts';
import { openRequest } from './requests-repo.ts';

/**
 * Blocks a person, who is not told: what they asked is declined, what they were asked is withdrawn. From the commit on
 * neither reaches the other. @throws ProblemError `not_yourself`, `user_not_found`, `too_many`
 */
export async function blockPerson(contacts: Contacts, userId: string, otherId: string): Promise<void> {
  if (otherId === userId) throw new ProblemError('not_yourself');
  await changePair(contacts, [userId, otherId], { withRoom: false }, async (change) => {
    const { tx } = change;
    if ((await blockBetween(tx, userId, otherId)) === 'me') return;
    const [other] = await usersByIds(tx, [otherId]);
    if (!other || other.deleted) throw new ProblemError('user_not_found');
    if ((await blockCount(tx, userId)) >= limits.contactsPerUser)
      throw new ProblemError('too_many', { limit: limits.contactsPerUser });
    const now = contacts.clock.now();
    const row = await insertBlock(tx, { userId, otherId, now, rev: await change.rev(userId) });
    change.show(userId, { blocks: [toBlock(row)] });
    const mine = await openRequest(tx, userId, otherId);
    if (mine) await takeBack(change, mine, now);
    const theirs = await openRequest(tx, otherId, userId);
    if (theirs?.state === 'pending') await sayNo(change, theirs, now);
  });
  contacts.onRelationChanged(userId, otherId);
}

export async function unblockPerson(contacts: Contacts, userId: string, otherId: string): Promise<void> {
  await changePair(contacts, [userId, otherId], { withRoom: false }, async (change) => {
    if ((await blockBetween(change.tx, userId, otherId)) !== 'me') return;
    const row = await deleteBlock(change.tx, userId, otherId, await change.rev(userId));
    change.show(userId, { blocks: [toBlock(row)] });
  });
  contacts.onRelationChanged(userId, otherId);
}
