import { nameKey, type User } from '@hongyan/protocol';
import { personByLogin } from '../accounts/index.ts';
import type { Contacts } from './deps.ts';
import { blockBetween } from './read-repo.ts';

/** Somebody by exact name or e-mail address. Who does not want to be found by the address is not there. */
export async function findPerson(contacts: Contacts, userId: string, query: string): Promise<User | null> {
  contacts.limits.find.take(userId);
  const person = await personByLogin(contacts.db, query);
  if (!person || person.user.id === userId) return person?.user ?? null;
  const byName = nameKey(person.user.name) === nameKey(query);
  if (!byName && !person.settings.findableByEmail) return null;
  return (await blockBetween(contacts.db, userId, person.user.id)) === null ? person.user : null;
}
