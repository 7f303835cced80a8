import { type CommandArgs, ProblemError } from '@hongyan/protocol';
import { nextUserRevs } from '../../platform/db/index.ts';
import type { RoomDeps } from './deps.ts';
import { subscriptionOf, updateSubscription as write } from './subscriptions-repo.ts';

/** Mutes, pins or marks a room unread, for the asker alone. */
export async function updateSubscription(
  deps: RoomDeps,
  userId: string,
  args: CommandArgs<'subscription.update'>,
): Promise<void> {
  const seat = { userId, roomId: args.roomId };
  const before = await subscriptionOf(deps.db, seat);
  if (!before) throw new ProblemError('room_not_found');
  const { muted = before.muted, pinned = before.pinned, markedUnread = before.markedUnread } = args;
  if (muted === before.muted && pinned === before.pinned && markedUnread === before.markedUnread) return;
  const publish = await deps.db.transaction().execute(async (tx) => {
    const rev = (await nextUserRevs(tx, [userId])).get(userId)!;
    const subscription = await write(tx, seat, { ...args, rev });
    if (!subscription) throw new ProblemError('room_not_found');
    return () => deps.live.user(userId, { scope: 'me', from: rev - 1, to: rev, subscriptions: [subscription] });
  });
  publish();
}
