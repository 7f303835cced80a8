import { compareNames, initialOf, type ListedContact } from '../directory/index.ts';

/** A row of the contact list: a heading, or a contact beneath it. */
export type ListRow =
  | { kind: 'heading'; key: string; of: 'starred' | 'group' | 'initial'; title: string; count: number }
  | { kind: 'contact'; key: string; userId: string };

/**
 * The contact list, each contact once: starred ones, then those in a group of mine by group, then the others by
 * initial. `contacts` are in order already.
 */
export function listRows(contacts: readonly ListedContact[]): ListRow[] {
  const starred = contacts.filter(({ contact }) => contact.starred);
  const others = contacts.filter(({ contact }) => !contact.starred);
  const grouped = Map.groupBy(
    others.filter(({ contact }) => contact.group),
    ({ contact }) => contact.group,
  );
  const rest = Map.groupBy(
    others.filter(({ contact }) => !contact.group),
    ({ name }) => initialOf(name),
  );
  const groups = [...grouped].sort(([a], [b]) => compareNames(a, b));
  return [
    ...section('starred', '', starred),
    ...groups.flatMap(([group, members]) => section('group', group, members)),
    ...[...rest].flatMap(([initial, members]) => section('initial', initial, members)),
  ];
}

function section(of: 'starred' | 'group' | 'initial', title: string, members: readonly ListedContact[]): ListRow[] {
  if (members.length === 0) return [];
  return [{ kind: 'heading', key: `${of}:${title}`, of, title, count: members.length }, ...contactRows(members)];
}

/** Contacts without headings, for what a filter finds. */
export function contactRows(contacts: readonly ListedContact[]): ListRow[] {
  return contacts.map(({ userId }) => ({ kind: 'contact', key: userId, userId }));
}
