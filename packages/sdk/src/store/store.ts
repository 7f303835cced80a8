import type {
  Block,
  Contact,
  ContactRequest,
  Message,
  Presence,
  SavedMessage,
  Self,
  Session,
  Settings,
  User,
} from '@hongyan/protocol';
import type { Outgoing, RoomMembers, RoomSummary, Store, StoreKey, Timeline } from '../api.ts';
import type { OutboxQueue } from '../outbox/outbox.ts';
import type { Drafts } from '../own/drafts.ts';
import type { Reads } from '../own/reads.ts';
import type { Typing } from '../own/typing.ts';
import type { Presences } from '../people/presences.ts';
import type { Replica } from '../state/replica.ts';
import { messageOf, type RoomState } from '../state/room-state.ts';
import type { Storage, StorageState } from '../storage/storage.ts';
import type { Histories } from '../sync/history.ts';
import { byPlaceInList, countOf, membersOf, sameList, threadsIn, unreadMentionsOf, unreadOf } from './summaries.ts';
import type { Topics } from './topics.ts';

export interface StoreDeps {
  userId(): string | null;
  topics: Topics;
  storage: Storage;
  replica: Replica;
  histories: Histories;
  outbox: OutboxQueue;
  drafts: Drafts;
  reads: Reads;
  typing: Typing;
  presences: Presences;
}

/** The state as views want it: derived from the replica and from what was done here and has not come back yet. */
export class ClientStore implements Store {
  readonly #deps: StoreDeps;

  constructor(deps: StoreDeps) {
    this.#deps = deps;
    deps.storage.onState(() => deps.topics.touch('storage'));
  }

  subscribe(key: StoreKey, listener: () => void): () => void {
    return this.#deps.topics.subscribe(key, listener);
  }

  ready(): boolean {
    return this.#deps.replica.ready;
  }

  storageState(): StorageState {
    return this.#deps.storage.state();
  }

  self(): Self | null {
    return this.#deps.replica.me.self;
  }

  settings(): Settings {
    return this.#deps.replica.me.settings;
  }

  sessions(): readonly Session[] {
    return this.#deps.topics.read('sessions', () =>
      [...this.#deps.replica.me.sessions.values()]
        .filter((session) => !session.ended)
        .sort((a, b) => b.lastSeenAt - a.lastSeenAt),
    );
  }

  user(userId: string): User | null {
    return this.#deps.replica.users.get(userId) ?? null;
  }

  nameOf(userId: string): string {
    return this.contact(userId)?.remark || this.user(userId)?.displayName || '';
  }

  contacts(): readonly Contact[] {
    return this.#deps.topics.read('contacts', () =>
      [...this.#deps.replica.me.contacts.values()].filter((contact) => !contact.deleted),
    );
  }

  contact(userId: string): Contact | null {
    const contact = this.#deps.replica.me.contacts.get(userId);
    return contact && !contact.deleted ? contact : null;
  }

  requests(): readonly ContactRequest[] {
    return this.#deps.topics.read('requests', () =>
      [...this.#deps.replica.me.requests.values()].sort((a, b) => b.createdAt - a.createdAt),
    );
  }

  blocks(): readonly Block[] {
    return this.#deps.topics.read('blocks', () =>
      [...this.#deps.replica.me.blocks.values()].filter((block) => !block.deleted),
    );
  }

  isBlocked(userId: string): boolean {
    return this.#deps.replica.me.blocks.get(userId)?.deleted === false;
  }

  rooms(): readonly RoomSummary[] {
    return this.#deps.topics.read('rooms', () => this.#listRooms(), sameList);
  }

  room(roomId: string): RoomSummary | null {
    return this.#deps.topics.read(`room:${roomId}`, () => this.#summarize(roomId));
  }

  directRoom(userId: string): RoomSummary | null {
    return this.rooms().find((summary) => summary.otherId === userId) ?? null;
  }

  members(roomId: string): RoomMembers {
    return this.#deps.topics.read(`members:${roomId}`, () => membersOf(this.#deps.replica.rooms.get(roomId)));
  }

  totalUnread(): number {
    return this.#deps.topics.read('unread', () => this.rooms().reduce((sum, summary) => sum + countOf(summary), 0));
  }

  timeline(roomId: string): Timeline {
    return this.#deps.topics.read(`timeline:${roomId}`, () => {
      const state = this.#deps.replica.rooms.get(roomId);
      const messages = state?.window ?? [];
      return {
        roomId,
        messages,
        outgoing: this.#deps.outbox.list(roomId),
        hasOlder: messages.length > 0 ? messages[0]!.seq > 1 : hasMessages(state),
        hasNewer: messages.length > 0 && messages.at(-1)!.seq < state!.room.lastSeq,
        ...this.#deps.histories.loading(roomId),
      };
    });
  }

  message(roomId: string, messageId: string): Message | null {
    const state = this.#deps.replica.rooms.get(roomId);
    return state ? messageOf(state, messageId) : null;
  }

  draft(roomId: string): { text: string; replyTo: string | null } {
    return this.#deps.topics.read(`draft:${roomId}`, () => this.#deps.drafts.of(roomId));
  }

  saved(): readonly SavedMessage[] {
    return this.#deps.topics.read('saved', () =>
      [...this.#deps.replica.me.saved.values()].filter((saved) => !saved.deleted).sort((a, b) => b.savedAt - a.savedAt),
    );
  }

  outbox(): readonly Outgoing[] {
    return this.#deps.topics.read('outbox', () => this.#deps.outbox.list());
  }

  typing(roomId: string): readonly string[] {
    return this.#deps.topics.read(`typing:${roomId}`, () => this.#deps.typing.in(roomId));
  }

  presence(userId: string): Presence | null {
    return this.#deps.presences.of(userId);
  }

  #listRooms(): RoomSummary[] {
    const summaries: RoomSummary[] = [];
    for (const subscription of this.#deps.replica.me.subscriptions.values()) {
      const summary = subscription.left ? null : this.room(subscription.roomId);
      if (summary && summary.room.kind !== 'thread') summaries.push(summary);
    }
    return summaries.sort(byPlaceInList);
  }

  #summarize(roomId: string): RoomSummary | null {
    const { replica, reads, outbox } = this.#deps;
    const state = replica.rooms.get(roomId);
    if (!state) return null;
    const { room, newest } = state;
    const row = replica.subscription(roomId);
    const subscription = row && reads.seen(row);
    const threads = threadsIn([...replica.threadsOf(roomId)].flatMap((id) => this.room(id) ?? []));
    return {
      room,
      subscription,
      unread: unreadOf(room, subscription),
      unreadMentions: unreadMentionsOf(room, subscription) + threads.unreadMentions,
      threadUnread: threads.threadUnread,
      unreadThreads: threads.unreadThreads,
      lastMessage: newest,
      outgoing: outbox.list(roomId).at(-1) ?? null,
      draft: this.draft(roomId).text,
      otherId: otherOf(room.pair, this.#deps.userId()),
    };
  }
}

function hasMessages(state: RoomState | undefined): boolean {
  return (state?.room.lastSeq ?? 0) > 0;
}

/** The other person of a pair; oneself in a room with oneself. */
function otherOf(pair: readonly [string, string] | null, me: string | null): string | null {
  if (!pair) return null;
  return pair[0] === me ? pair[1] : pair[0];
}
