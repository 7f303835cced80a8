import { lockUsers, nextUserRevs, type Tx } from '../../platform/db/index.ts';
import { usersByIds } from '../accounts/index.ts';
import type { ContactDeps } from './deps.ts';
import { toBlock, toContact, toRequest } from './entities.ts';
import { forgetUser, idsTouchedBy } from './forget-repo.ts';

/**
 * Takes a deleted account out of everybody's contacts, requests and blocks, within the transaction that deletes it.
 * Returns what tells them after the commit.
 */
export function onAccountDeleted({ live, clock }: Pick<ContactDeps, 'live' | 'clock'>) {
  return async (tx: Tx, userId: string): Promise<() => void> => {
    const touched = await idsTouchedBy(tx, userId);
    // Their own scope moves later in this transaction; locked now, it keeps its place in the order.
    await lockUsers(tx, [...touched, userId]);
    const revs = await nextUserRevs(tx, touched);
    const { contacts, requests, blocks } = await forgetUser(tx, userId, revs, clock.now());
    const contactsOf = Map.groupBy(contacts, (row) => row.user_id);
    const requestsOf = Map.groupBy(requests, (row) => (row.from_id === userId ? row.to_id : row.from_id));
    const blocksOf = Map.groupBy(blocks, (row) => row.user_id);
    const users = await usersByIds(tx, [userId]);
    return () => {
      for (const [viewerId, rev] of revs) {
        live.user(viewerId, {
          scope: 'me',
          from: rev - 1,
          to: rev,
          contacts: contactsOf.get(viewerId)?.map(toContact) ?? [],
          requests: requestsOf.get(viewerId)?.map((row) => toRequest(row, viewerId)) ?? [],
          blocks: blocksOf.get(viewerId)?.map(toBlock) ?? [],
          users,
        });
      }
    };
  };
}
