import { type CommandArgs, ProblemError } from '@hongyan/protocol';
import { nextUserRevs } from '../../platform/db/index.ts';
import { changePair } from './change-pair.ts';
import { deleteContact, updateContact } from './contacts-repo.ts';
import type { Contacts } from './deps.ts';
import { toContact } from './entities.ts';
import { areContacts } from './read-repo.ts';

/** Changes what a user keeps about a contact; nobody else sees it. @throws ProblemError `not_contact` */
export async function keepContact(
  contacts: Contacts,
  userId: string,
  args: CommandArgs<'contact.update'>,
): Promise<void> {
  const { rev, contact } = await contacts.db.transaction().execute(async (tx) => {
    const rev = (await nextUserRevs(tx, [userId])).get(userId)!;
    const row = await updateContact(tx, userId, args, rev);
    if (!row) throw new ProblemError('not_contact');
    return { rev, contact: toContact(row) };
  });
  contacts.live.user(userId, { scope: 'me', from: rev - 1, to: rev, contacts: [contact] });
}

/** Ends being contacts, for both. What each kept about the other comes back with them. */
export async function removeContact(contacts: Contacts, userId: string, otherId: string): Promise<void> {
  const pair = [userId, otherId] as const;
  await changePair(contacts, pair, { withRoom: false }, async (change) => {
    if (!(await areContacts(change.tx, userId, otherId))) return;
    for (const [ownerId, contactId] of [pair, [otherId, userId] as const]) {
      const row = await deleteContact(change.tx, ownerId, contactId, await change.rev(ownerId));
      if (row) change.show(ownerId, { contacts: [toContact(row)] });
    }
  });
  contacts.onRelationChanged(...pair);
}
