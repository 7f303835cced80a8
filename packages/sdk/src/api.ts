import type {
  Block,
  CommandArgs,
  CommandName,
  CommandResult,
  Contact,
  ContactRequest,
  EndReason,
  Member,
  Message,
  Presence,
  ProblemError,
  Receipt,
  Room,
  SavedMessage,
  Self,
  Session,
  Settings,
  Subscription,
  User,
} from '@hongyan/protocol';
import type { Storage } from './storage/storage.ts';

export interface ClientOptions {
  /** The server's address, such as `https://chat.example.org`. */
  url: string;
  /** A session's token, for those who have no cookie: bots, tests. `signIn` sets it too. */
  token?: string;
  /** Where the state and the unsent messages are kept. Without it they last as long as the client. */
  storage?: Storage;
}

/**
 * One user's view of a server. It keeps a line to the server, a store that follows it, and an outbox that sends once
 * and in order whatever the line does. Everything that can fail throws `ProblemError`; what is queued never does.
 */
export interface Client {
  /** Reads alone: every getter answers at once, from memory. */
  readonly store: Store;
  readonly connection: ConnectionView;
  readonly history: History;
  readonly outbox: Outbox;
  /** The signed-in user's id once it is known, else null. */
  readonly userId: string | null;

  /** Signs in without a cookie and keeps the token. For bots; a page signs in with `account.signIn` and `cookie`. */
  signIn(login: string, password: string): Promise<void>;
  /** Ends the session on the server and forgets what this device holds. Without a line it forgets, and ends it later. */
  signOut(): Promise<void>;
  /** Opens what the storage holds, then connects and stays connected. */
  start(): void;
  /** Closes the line and the storage. What was not sent stays in the storage. */
  stop(): void;
  /** Resolves once the store is where the server is, the first time after `start`. */
  synced(): Promise<void>;
  /** Tries to connect now instead of waiting for the next try. */
  reconnect(): void;

  /**
   * Runs a command, over the socket while it is open, else over HTTP. Not queued and not retried. The store keeps the
   * profiles of the answer, and the messages of `message.get` and `message.page`.
   * @throws ProblemError the server's, or `offline`
   */
  call<N extends CommandName>(name: N, args: CommandArgs<N>): Promise<CommandResult<N>>;

  on<E extends keyof ClientEvents>(event: E, listener: ClientEvents[E]): () => void;

  /** Queues a message and shows it at once. Answers its id, which it keeps for ever. */
  send(roomId: string, message: OutgoingText): string;
  /** Queues a forward of messages of one room. */
  forward(roomId: string, from: { roomId: string; messageIds: string[] }): string;
  /** Keeps unfinished text. Seen at once here, on the other devices after a moment; '' removes it. */
  setDraft(roomId: string, text: string, replyTo: string | null): void;
  /** Says how far the user has read. Counts at once here, and is told to the server when there is a line. */
  markRead(roomId: string, seq: number): void;
  /** Says that the user is typing, or stopped. Told to the others at most every few seconds. */
  setTyping(roomId: string, typing: boolean): void;
  /** Looks at how these users are until the answer is called. Viewers add up. */
  watchPresence(userIds: readonly string[]): () => void;
  /** Gets a room live without being its member, until the answer is called. Viewers add up. */
  watchRoom(roomId: string): () => void;
  /** Loads the profiles of these users that the store lacks. */
  needUsers(userIds: readonly string[]): void;
  /** Loads a room's members and receipts, all of them or the first page. */
  loadMembers(roomId: string): Promise<void>;
  /** Says that nobody touches this device, or that somebody does again. */
  setIdle(idle: boolean): void;
}

export interface ClientEvents {
  /** The server ended the session. The client has stopped and forgotten what it held. */
  ended(reason: EndReason): void;
  /**
   * A message that was not there before, in any room of the user: live, or missed while the line was away. Not those
   * that come with a first load, or with the snapshot of a room that had moved too far. `live` is false for what was
   * missed. Of a room that the user was taken into, what they had not read is told too.
   */
  message(message: Message, live: boolean): void;
}

/** States, in order: `offline`, `connecting`, `syncing`, `online`; any may fall back to `offline`. */
export interface Connection {
  state: 'offline' | 'connecting' | 'syncing' | 'online';
  /** When it became so (local clock, ms). */
  since: number;
  /** When the next try is, while offline; null if none is planned (the client is not started). */
  nextRetryAt: number | null;
}

export interface ConnectionView {
  /** The same reference until it changes. */
  get(): Connection;
  subscribe(listener: () => void): () => void;
}

export interface OutgoingText {
  text: string;
  replyTo?: string | null;
  mentions?: string[];
  mentionsAll?: boolean;
}

/**
 * A message that is not on the server yet. States, in order: `waiting` (for a line, or for those before it in the same
 * room), `sending`; then it is gone because its message has come, or `failed` because the server refused it.
 */
export interface Outgoing {
  id: string;
  roomId: string;
  text: string;
  replyTo: string | null;
  mentions: string[];
  mentionsAll: boolean;
  /** Set for a forward, whose text is empty. */
  from: { roomId: string; messageIds: string[] } | null;
  createdAt: number;
  state: 'waiting' | 'sending' | 'failed';
  /** Why the server refused it. */
  error: ProblemError | null;
}

export interface Outbox {
  /** Sends a refused message again, with the same id. */
  retry(id: string): void;
  /** Drops a message and answers it, so that its text can be edited. Null if it is being sent, or not there. */
  discard(id: string): Outgoing | null;
}

/** A contiguous part of a room's messages. */
export interface Timeline {
  roomId: string;
  /** Ascending by `seq`, without holes. */
  messages: readonly Message[];
  /** What waits to be sent, in the order in which it was queued. Shown below the newest message. */
  outgoing: readonly Outgoing[];
  /** Whether there are messages before the first or after the last one held. */
  hasOlder: boolean;
  hasNewer: boolean;
  /** What is being fetched. `first` while there is nothing to show yet, and on the way to another place. */
  loading: 'first' | 'older' | 'newer' | null;
  /** Why the last fetch failed. */
  error: ProblemError | null;
}

/** Moves the part of a room that `store.timeline(roomId)` holds. Failures show in `Timeline.error`; none throws. */
export interface History {
  /**
   * Makes sure that there is something to show: what this device holds at once, else from the server the newest page,
   * or with `firstUnread` the page around the first unread message.
   */
  open(roomId: string, options?: { firstUnread?: boolean }): Promise<void>;
  loadOlder(roomId: string): Promise<void>;
  loadNewer(roomId: string): Promise<void>;
  /**
   * Goes to a message, a place or a moment, keeping what is held if it is in there.
   * @returns the message there (the first one from a moment on), or null if there is none
   */
  jump(roomId: string, to: { id: string } | { seq: number } | { at: number }): Promise<Message | null>;
  /** Goes to the end of the room. */
  jumpToNewest(roomId: string): Promise<void>;
}

/** A room as a list shows it. */
export interface RoomSummary {
  room: Room;
  /** Null for a room that is only looked at. */
  subscription: Subscription | null;
  /** Unread messages; 0 for a room that is only looked at. */
  unread: number;
  /** Unread messages that mention me or all, those in the threads that I follow too. */
  unreadMentions: number;
  /** Unread answers in the threads under this room that I follow. */
  threadUnread: number;
  /** These threads, by their ids: the one with the newest answer first. */
  unreadThreads: readonly string[];
  /** The newest message that is known. */
  lastMessage: Message | null;
  /** The newest message that waits to be sent here. */
  outgoing: Outgoing | null;
  draft: string;
  /** The other person of a direct room, else null. */
  otherId: string | null;
}

export interface RoomMembers {
  /** Present members: owner, admins, members; by the time they joined. */
  members: readonly Member[];
  /** How far each has read, by user id. */
  receipts: ReadonlyMap<string, Receipt>;
  /** Whether these are all of them. */
  whole: boolean;
}

/**
 * What a listener can listen to. `rooms` fires when anything that a room list shows changes; `room:` is one of these
 * rooms, `timeline:` its held messages and outgoing ones; `message:<roomId>/<id>` is any known message.
 */
export type StoreKey =
  | 'ready'
  | 'storage'
  | 'self'
  | 'settings'
  | 'sessions'
  | 'contacts'
  | 'requests'
  | 'blocks'
  | 'rooms'
  | 'unread'
  | 'saved'
  | 'outbox'
  | `user:${string}`
  | `room:${string}`
  | `members:${string}`
  | `timeline:${string}`
  | `message:${string}`
  | `draft:${string}`
  | `typing:${string}`
  | `presence:${string}`;

/** The state as it is known here. Every getter answers the same reference until something in it changed. */
export interface Store {
  /** Calls `listener` after each change of what `key` names, once for all changes of one turn. */
  subscribe(key: StoreKey, listener: () => void): () => void;

  /** Whether there is a state to show, from the storage or from the server. */
  ready(): boolean;
  /** `memory` when nothing can be kept on this device; `opening` until that is known. */
  storageState(): 'opening' | 'persistent' | 'memory';

  self(): Self | null;
  settings(): Settings;
  /** Signed-in devices, the one used last first. */
  sessions(): readonly Session[];
  user(userId: string): User | null;
  /** What to call a person: my remark, else their display name, else ''. Fires with `user:`. */
  nameOf(userId: string): string;

  contacts(): readonly Contact[];
  contact(userId: string): Contact | null;
  /** Newest first, decided ones too. */
  requests(): readonly ContactRequest[];
  blocks(): readonly Block[];
  isBlocked(userId: string): boolean;

  /** The user's rooms, without threads: pinned ones first, then by the newest message. */
  rooms(): readonly RoomSummary[];
  /** Any known room, threads and rooms that are looked at too. */
  room(roomId: string): RoomSummary | null;
  /** The direct room with a person, if there is one. */
  directRoom(userId: string): RoomSummary | null;
  members(roomId: string): RoomMembers;
  /**
   * Unread messages of the `rooms()` that are not muted and of the threads in them that I follow, and mentions of those
   * that are; a room that is marked unread counts as one. Fires `unread`.
   */
  totalUnread(): number;

  timeline(roomId: string): Timeline;
  /** Any message that is known, for quotes and links. */
  message(roomId: string, messageId: string): Message | null;
  draft(roomId: string): { text: string; replyTo: string | null };
  /** Newest first. */
  saved(): readonly SavedMessage[];
  outbox(): readonly Outgoing[];

  /** Those who are typing in a room, without me. */
  typing(roomId: string): readonly string[];
  /** Null while it is not known. */
  presence(userId: string): Presence | null;
}
