import type { Changes, ErrorCode, ErrorParams, Member, Message, Receipt, Room, User } from '@hongyan/protocol';
import type { MeState } from '../state/me-state.ts';

/** An `Outgoing` whose error is plain: a clone of the error itself would lose its code. */
export interface StoredOutgoing {
  id: string;
  roomId: string;
  text: string;
  replyTo: string | null;
  mentions: string[];
  mentionsAll: boolean;
  from: { roomId: string; messageIds: string[] } | null;
  createdAt: number;
  state: 'waiting' | 'sending' | 'failed';
  error: { code: ErrorCode; params: ErrorParams } | null;
}

/** What the user did here and the server may not know yet, by kind and room. */
export interface Intent {
  kind: 'draft' | 'read';
  roomId: string;
  value: unknown;
}

/** A room as the start needs it. */
export interface StoredRoom {
  head: number;
  room: Room;
  newest: Message | null;
}

/** What the first screen needs. */
export interface StoredStart {
  /** The session of the last line. */
  sessionId: string | null;
  me: MeState;
  rooms: StoredRoom[];
  users: User[];
  outgoing: StoredOutgoing[];
  intents: Intent[];
}

/** The rest of a room, read when it is opened. Right as of `head`. */
export interface StoredHistory {
  head: number;
  /** The newest messages that are kept, ascending and without holes. */
  messages: Message[];
  members: Member[];
  receipts: Receipt[];
  /** Whether `members` are all of them. */
  whole: boolean;
}

/** Changes that were applied, and what the room's row became by them. */
export interface AppliedChanges {
  changes: Changes;
  /** The room after them; null for `me`. */
  room: Room | null;
  newest: Message | null;
  /** Whether the server is behind what was held here: it was restored from a backup. */
  rollback: boolean;
}

export interface RoomPart {
  roomId: string;
  /** The revision that the writer holds. What the storage knows better it keeps. */
  head: number;
  messages?: readonly Message[];
  members?: readonly Member[];
  receipts?: readonly Receipt[];
  whole?: boolean;
}

/** `opening` until it is known whether anything can be kept; `memory` when nothing can. */
export type StorageState = 'opening' | 'persistent' | 'memory';

/**
 * Where a client keeps what it holds. Writing never fails for the caller: a storage that breaks goes over to `memory`
 * and keeps nothing from then on. Writes become visible in the order in which they were asked for. Two tabs may use
 * the same storage: rows are kept by `rev`, and a tab that is behind never lowers what another wrote.
 */
export interface Storage {
  /** Whose state it is; null for a storage of nobody in particular. */
  readonly userId: string | null;
  state(): StorageState;
  onState(listener: () => void): void;

  /** Opens it and reads what the first screen needs; null if there is nothing. */
  open(): Promise<StoredStart | null>;
  readHistory(roomId: string): Promise<StoredHistory | null>;
  readUsers(userIds: readonly string[]): Promise<User[]>;

  saveSession(sessionId: string): void;
  saveChanges(applied: readonly AppliedChanges[]): void;
  savePart(part: RoomPart): void;
  saveUsers(users: readonly User[]): void;
  forgetRoom(roomId: string): void;
  /** Resolves once it is kept (or nothing can be). */
  saveOutgoing(outgoing: StoredOutgoing): Promise<void>;
  deleteOutgoing(id: string): void;
  saveIntent(intent: Intent): void;
  deleteIntent(kind: Intent['kind'], roomId: string): void;
  /** An intent as it is now, perhaps by another tab. */
  readIntent(kind: Intent['kind'], roomId: string): Promise<Intent | null>;

  /** Writes what is queued, then lets go. */
  close(): Promise<void>;
  /** Forgets everything, for ever. */
  destroy(): Promise<void>;
}
