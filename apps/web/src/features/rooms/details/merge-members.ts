import type { Member } from '@hongyan/protocol';

const order = { owner: 0, admin: 1, member: 2 };

/**
 * Members that were read page by page, brought up to date by those that the store holds: these win where both know
 * somebody, and where the store holds all of them, they are all there are.
 */
export function mergeMembers(
  pages: readonly Member[],
  held: { members: readonly Member[]; whole: boolean },
): readonly Member[] {
  if (held.whole) return held.members;
  const byId = new Map(pages.map((member) => [member.userId, member]));
  for (const member of held.members) {
    if ((byId.get(member.userId)?.rev ?? -1) <= member.rev) byId.set(member.userId, member);
  }
  return [...byId.values()]
    .filter((member) => !member.left)
    .sort((a, b) => order[a.role] - order[b.role] || a.joinedAt - b.joinedAt || (a.userId < b.userId ? -1 : 1));
}
