import type { Message, RoomEvent } from '@hongyan/protocol';
import { uuidv7 } from 'uuidv7';
import type { Clock } from '../../platform/clock/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { toMessage } from './message-row.ts';
import { insertEvent } from './repo.ts';

export type PostEvent = (
  tx: Tx,
  line: { roomId: string; actorId: string; event: RoomEvent; sentHash?: string },
) => Promise<Message>;

/**
 * Writes a line about the room itself, at the room's next place and revision. The caller holds the room's lock, and
 * publishes the message with its own changes, up to the room's revision, after the commit. `sentHash` (hexadecimal) is kept with
 * it, so that what led to it can be told from something else.
 */
export function createPostEvent(clock: Clock): PostEvent {
  return async (tx, { sentHash = '', ...line }) => {
    const row = await insertEvent(tx, { ...line, sentHash, id: uuidv7(), now: clock.now() });
    return toMessage(row);
  };
}
