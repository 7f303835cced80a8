import { type CommandArgs, limits, ProblemError } from '@hongyan/protocol';
import { nextUserRevs } from '../../platform/db/index.ts';
import { accessRoom } from '../rooms/index.ts';
import type { MessageDeps } from './deps.ts';
import { messageById, savedCount, savedState, writeDraft, writeSaved } from './repo.ts';

/** Keeps unfinished text for all devices of a user. The last writer wins. */
export async function setDraft(deps: MessageDeps, userId: string, args: CommandArgs<'draft.set'>): Promise<void> {
  const { roomId, text, replyTo } = args;
  const { draft, rev } = await deps.db.transaction().execute(async (tx) => {
    await accessRoom(tx, userId, roomId, 'read');
    const rev = (await nextUserRevs(tx, [userId])).get(userId)!;
    return { rev, draft: await writeDraft(tx, { userId, roomId, text, replyTo, now: deps.clock.now(), rev }) };
  });
  deps.live.user(userId, { scope: 'me', from: rev - 1, to: rev, drafts: [draft] });
}

/** Keeps a message at hand for its reader, or drops it. */
export async function saveMessage(deps: MessageDeps, userId: string, args: CommandArgs<'message.save'>): Promise<void> {
  const { roomId, id, on } = args;
  const kept = await deps.db
    .transaction()
    .execute(async (tx) => {
      if (on) {
        await accessRoom(tx, userId, roomId, 'read');
        const row = await messageById(tx, roomId, id);
        if (!row) throw new ProblemError('message_not_found');
        if (row.recalled_at !== null) throw new ProblemError('message_recalled');
      }
      const rev = (await nextUserRevs(tx, [userId])).get(userId)!;
      // Under the lock of the user's own scope, so that two devices cannot pass the limit together.
      if ((await savedState(tx, userId, roomId, id)) === on) throw new Unchanged();
      if (on && (await savedCount(tx, userId)) >= limits.savedMessages)
        throw new ProblemError('too_many', { limit: limits.savedMessages });
      const saved = await writeSaved(tx, { userId, roomId, messageId: id, now: deps.clock.now(), deleted: !on, rev });
      return { rev, saved };
    })
    .catch(unlessUnchanged);
  if (kept) {
    deps.live.user(userId, { scope: 'me', from: kept.rev - 1, to: kept.rev, saved: [kept.saved] });
  }
}

/** Rolls the revision back that was taken for the lock alone. */
class Unchanged extends Error {}

function unlessUnchanged(error: unknown): null {
  if (error instanceof Unchanged) return null;
  throw error;
}
