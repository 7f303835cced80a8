import type { SendResult } from '@hongyan/protocol';
import type { Clock } from '../../platform/clock/index.ts';
import type { Db, RoomReads } from '../../platform/db/index.ts';
import type { Live } from '../../platform/realtime/index.ts';
import type { ReadMarks } from './read-marks.ts';
import type { SendJob } from './send-message.ts';
import type { SendQueue } from './send-queue.ts';

/** What the commands of this feature work with. */
export interface MessageDeps {
  db: Db;
  /** Where history is read. */
  roomReads: RoomReads;
  live: Live;
  clock: Clock;
  config: {
    /** Code points that a message may have. */
    messageLength: number;
    /** Minutes within which an author may recall; 0 means always. */
    recallMinutes: number;
  };
  queue: SendQueue<SendJob, SendResult>;
  reads: ReadMarks;
}
