import type { EndReason } from '@hongyan/protocol';
import type { Frame } from './connection.ts';

/** A scope's changes from one revision to another, as a frame that is ready for the sockets. */
export interface Push {
  from: number;
  to: number;
  frame: Frame;
}

/** What becomes of a user's connections, told to the nodes where they have some. */
export type Order =
  | { order: 'join' | 'leave'; roomId: string }
  | { order: 'end'; reason: EndReason; exceptSessionId: string | null };

/** What one node tells the others of a room or of a user. */
export type BusRecord =
  | ({ kind: 'changes' } & Push)
  /** There are changes that are too long for the bus. */
  | { kind: 'moved' }
  /** A frame that is not kept. `exceptUserId` is empty if it is for all. */
  | { kind: 'passing'; exceptUserId: string; frame: Frame }
  | { kind: 'order'; order: Order };

const kinds = { changes: 1, passing: 2, order: 3, moved: 4 } as const;
/** A byte for the kind, two floats for the revisions. */
const changesHeader = 17;

/** The frame goes as it is: it is made once, on the node where the change was. */
export function encodeRecord(record: BusRecord): Buffer {
  if (record.kind === 'moved') return Buffer.from([kinds.moved]);
  if (record.kind === 'order') {
    return Buffer.concat([Buffer.from([kinds.order]), Buffer.from(JSON.stringify(record.order))]);
  }
  if (record.kind === 'passing') {
    const except = Buffer.from(record.exceptUserId);
    return Buffer.concat([Buffer.from([kinds.passing, except.length]), except, record.frame]);
  }
  const bytes = Buffer.allocUnsafe(changesHeader + record.frame.length);
  bytes[0] = kinds.changes;
  bytes.writeDoubleBE(record.from, 1);
  bytes.writeDoubleBE(record.to, 9);
  record.frame.copy(bytes, changesHeader);
  return bytes;
}

/** @returns null for what only a newer release knows */
export function decodeRecord(payload: Uint8Array): BusRecord | null {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.length);
  // A copy: a frame that waits for a slow reader would keep all that came over the network with it.
  const frameFrom = (start: number): Frame => Buffer.from(bytes.subarray(start));
  switch (bytes[0]) {
    case kinds.changes:
      return {
        kind: 'changes',
        from: bytes.readDoubleBE(1),
        to: bytes.readDoubleBE(9),
        frame: frameFrom(changesHeader),
      };
    case kinds.passing: {
      const length = bytes[1]!;
      return { kind: 'passing', exceptUserId: bytes.toString('utf8', 2, 2 + length), frame: frameFrom(2 + length) };
    }
    case kinds.order:
      return { kind: 'order', order: JSON.parse(bytes.toString('utf8', 1)) as Order };
    case kinds.moved:
      return { kind: 'moved' };
    default:
      return null;
  }
}
