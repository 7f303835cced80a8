import type { Message, RoomEvent } from '@hongyan/protocol';
import type { Blobs } from '../../platform/blobs/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Db, Tx } from '../../platform/db/index.ts';
import type { Live } from '../../platform/realtime/index.ts';

/** What the commands of this feature work with. */
export interface RoomDeps {
  db: Db;
  live: Live;
  clock: Clock;
  blobs: Blobs;
  /**
   * Writes a line about a room at its next place and revision. The caller holds the room's lock, and publishes the
   * message after the commit. `sentHash` (hexadecimal) is kept with it, as with a message that a client sent.
   */
  postEvent(tx: Tx, line: { roomId: string; actorId: string; event: RoomEvent; sentHash?: string }): Promise<Message>;
  /** Notes that somebody has read up to what they did themselves. */
  noteRead(userId: string, roomId: string, seq: number): void;
}
