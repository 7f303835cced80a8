import { nameKey } from '@hongyan/protocol';
import type { Store } from '@hongyan/sdk';
import type { Mentionable } from '../markdown/mentions.ts';

/** Someone who can be mentioned, with what I call them. */
export interface Candidate extends Mentionable {
  called: string;
}

/** Those in a room who can be mentioned, those who wrote last first. In a big room not all members are known. */
export function mentionable(store: Store, room: { homeId: string; roomId: string; myId: string }): Candidate[] {
  const authors = store
    .timeline(room.roomId)
    .messages.map((message) => message.authorId)
    .toReversed();
  const { members, whole } = store.members(room.homeId);
  const memberIds = members.map((member) => member.userId);
  const present = new Set(memberIds);
  const recent = whole ? authors.filter((id) => present.has(id)) : authors;
  const ids = new Set([...recent, ...memberIds]);
  ids.delete(room.myId);
  return [...ids].flatMap((id) => {
    const user = store.user(id);
    return user && user.name !== '' && !user.deleted ? [{ id, name: user.name, called: store.nameOf(id) }] : [];
  });
}

/** Those whose name, or what I call them, holds what was typed; those that begin with it first. */
export function matchCandidates(candidates: readonly Candidate[], query: string): Candidate[] {
  const key = nameKey(query);
  const rank = ({ name, called }: Candidate) => {
    const names = [nameKey(called), nameKey(name)];
    if (names.some((each) => each.startsWith(key))) return 0;
    return names.some((each) => each.includes(key)) ? 1 : 2;
  };
  return candidates
    .map((candidate) => ({ candidate, rank: rank(candidate) }))
    .filter((each) => each.rank < 2)
    .sort((left, right) => left.rank - right.rank)
    .map((each) => each.candidate);
}
