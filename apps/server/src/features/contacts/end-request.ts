import type { PairChange } from './change-pair.ts';
import { type RequestRow, toRequest } from './entities.ts';
import { decideRequest } from './requests-repo.ts';

/** Ends a request that waits, as its asker wishes. */
export async function takeBack(change: PairChange, request: RequestRow, now: number): Promise<void> {
  const { id, from_id, to_id } = request;
  const revs = { fromRev: await change.rev(from_id), toRev: await change.rev(to_id) };
  const row = await decideRequest(change.tx, id, { state: 'withdrawn', now, ...revs });
  for (const viewerId of [from_id, to_id]) change.show(viewerId, { requests: [toRequest(row, viewerId)] });
}

/** Declines a request; only the one who was asked sees it. */
export async function sayNo(change: PairChange, request: RequestRow, now: number): Promise<void> {
  const { id, to_id } = request;
  const row = await decideRequest(change.tx, id, { state: 'declined', now, toRev: await change.rev(to_id) });
  change.show(to_id, { requests: [toRequest(row, to_id)] });
}
