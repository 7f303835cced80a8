import { ProblemError } from '@hongyan/protocol';
import type { Db, Tx } from '../../platform/db/index.ts';
import { befriend } from './befriend.ts';
import { changePair, type PairChange } from './change-pair.ts';
import type { Contacts } from './deps.ts';
import { sayNo, takeBack } from './end-request.ts';
import type { RequestRow } from './entities.ts';
import { requestById } from './requests-repo.ts';

type State = RequestRow['state'];

/** A request to the one who asks for it, or `from` them. @throws ProblemError `request_not_found` */
async function accessRequest(db: Db | Tx, userId: string, id: string, side: 'from_id' | 'to_id'): Promise<RequestRow> {
  const row = await requestById(db, id);
  if (row?.[side] !== userId) throw new ProblemError('request_not_found');
  return row;
}

/** Decides a request under the locks of both. The same decision again is harmless; another one comes too late. */
async function decide(
  contacts: Contacts,
  request: RequestRow,
  decision: { from: readonly State[]; to: State; withRoom: boolean },
  change: (change: PairChange, request: RequestRow) => Promise<void>,
): Promise<void> {
  const { from_id, to_id } = request;
  await changePair(contacts, [from_id, to_id], { withRoom: decision.withRoom }, async (pair) => {
    const now = (await requestById(pair.tx, request.id))!;
    if (now.state === decision.to) return;
    if (!decision.from.includes(now.state)) throw new ProblemError('request_not_found');
    await change(pair, now);
  });
}

/** Accepts a request: both become contacts, with a direct room. */
export async function acceptRequest(contacts: Contacts, userId: string, requestId: string): Promise<void> {
  const request = await accessRequest(contacts.db, userId, requestId, 'to_id');
  // A wish that is over makes no room.
  const withRoom = request.state === 'pending';
  await decide(contacts, request, { from: ['pending'], to: 'accepted', withRoom }, (change) =>
    befriend(change, [request.from_id, userId], contacts.clock.now()),
  );
  contacts.onRelationChanged(request.from_id, userId);
}

/** Says no. Who asked is not told: for them it stays as it is. */
export async function declineRequest(contacts: Contacts, userId: string, requestId: string): Promise<void> {
  const request = await accessRequest(contacts.db, userId, requestId, 'to_id');
  await decide(contacts, request, { from: ['pending'], to: 'declined', withRoom: false }, (change) =>
    sayNo(change, request, contacts.clock.now()),
  );
}

export async function withdrawRequest(contacts: Contacts, userId: string, requestId: string): Promise<void> {
  const request = await accessRequest(contacts.db, userId, requestId, 'from_id');
  const decision = { from: ['pending', 'declined'], to: 'withdrawn', withRoom: false } as const;
  await decide(contacts, request, decision, (change, now) => takeBack(change, now, contacts.clock.now()));
}
