import {
  type CommandArgs,
  type CommandName,
  type CommandResult,
  type EndReason,
  type Message,
  ProblemError,
  type PushFrame,
} from '@hongyan/protocol';
import { uuidv7 } from 'uuidv7';
import type { Client, ClientEvents, ClientOptions, Outgoing, OutgoingText } from './api.ts';
import { learning } from './learn.ts';
import { ConnectionState } from './line/connection.ts';
import { post } from './line/http.ts';
import { type Hello, Line } from './line/line.ts';
import { asProblem } from './line/retry.ts';
import { OutboxQueue } from './outbox/outbox.ts';
import { Drafts } from './own/drafts.ts';
import { Reads } from './own/reads.ts';
import { Typing } from './own/typing.ts';
import { People } from './people/people.ts';
import { Presences } from './people/presences.ts';
import { Replica, type ReplicaEvents } from './state/replica.ts';
import { memoryStorage } from './storage/memory.ts';
import { endLeftSessions, endSession } from './storage/sign-outs.ts';
import type { Storage } from './storage/storage.ts';
import { ClientStore } from './store/store.ts';
import { callSafely, Topics } from './store/topics.ts';
import { Arrivals } from './sync/arrivals.ts';
import { Histories } from './sync/history.ts';
import { RoomWatch } from './sync/room-watch.ts';
import { Sync } from './sync/sync.ts';

/** Makes a client for one user of a server. It does nothing by itself until `start`. */
export function createClient(options: ClientOptions): Client {
  return new HongyanClient(options);
}

/** Commands that set or take away a cookie, end this very session, or carry a picture too large for a frame. */
const overHttp: readonly CommandName[] = [
  'account.signIn',
  'account.signOut',
  'account.delete',
  'account.setAvatar',
  'room.setAvatar',
];

/** How long signing in or out waits for the end of a session that nobody uses any more. */
const patienceMs = 3_000;

class HongyanClient implements Client {
  readonly store: ClientStore;
  readonly connection = new ConnectionState();
  readonly history: Histories;
  readonly outbox: OutboxQueue;
  readonly call: Client['call'];

  readonly #url: string;
  readonly #storage: Storage;
  readonly #line: Line;
  readonly #replica: Replica;
  readonly #arrivals: Arrivals;
  readonly #sync: Sync;
  readonly #watch: RoomWatch;
  readonly #drafts: Drafts;
  readonly #reads: Reads;
  readonly #typing: Typing;
  readonly #presences: Presences;
  readonly #people: People;
  readonly #listeners: { [E in keyof ClientEvents]: Set<ClientEvents[E]> } = { ended: new Set(), message: new Set() };
  #token: string | null;
  #userId: string | null;
  #sessionId: string | null = null;
  #state: 'new' | 'started' | 'stopped' = 'new';
  #opened: Promise<void> = Promise.resolve();
  /** What the server said when this line opened; null without a line. */
  #hello: Hello | null = null;
  /** Whether the sync of this line has begun. */
  #follows = false;
  #isIdle = false;
  #synced = Promise.withResolvers<void>();

  constructor({ url, token, storage = memoryStorage() }: ClientOptions) {
    this.#url = url.replace(/\/+$/, '');
    this.#token = token ?? null;
    this.#storage = storage;
    this.#userId = storage.userId;
    // Whoever does not wait for it is not told by an unhandled rejection.
    this.#synced.promise.catch(() => {});
    const topics = new Topics();
    const isOpen = () => this.#line.isOpen;
    const request = <N extends CommandName>(name: N, args: CommandArgs<N>) => this.#request(name, args);
    this.#line = new Line({
      url: this.#url,
      token: () => this.#token,
      onConnecting: () => this.connection.set('connecting'),
      onOpen: (hello) => void this.#open(hello),
      onPush: (frame) => this.#push(frame),
      onLost: (retryAt, wasOpen) => this.#lost(retryAt, wasOpen),
    });
    this.#replica = new Replica({ topics, storage, events: this.#replicaEvents() });
    const replica = this.#replica;
    const refresh = (roomId: string) => this.#sync.refresh(roomId);
    const call: Client['call'] = (name, args) => this.#call(name, args);
    this.call = learning(replica, call);
    this.#arrivals = new Arrivals({
      replica,
      request,
      tell: (message, live) => {
        for (const listener of [...this.#listeners.message]) callSafely(listener, message, live);
      },
    });
    const arrivals = this.#arrivals;
    this.#sync = new Sync({ replica, request, call, arrivals, isOpen, onSynced: () => this.#onSynced() });
    this.#watch = new RoomWatch({
      replica,
      isOpen,
      tell: (roomId, watch) => request('room.watch', { roomId, watch }),
      refresh,
    });
    this.#drafts = new Drafts({ replica, storage, topics, isOpen, send: (args) => request('draft.set', args) });
    this.#reads = new Reads({ replica, storage, topics, isOpen, send: (args) => request('room.read', args) });
    this.#typing = new Typing(topics, (roomId, typing) => this.#tell('room.type', { roomId, typing }));
    this.#presences = new Presences(
      topics,
      async (userIds) => (await request('presence.watch', { userIds })).presences,
    );
    this.#people = new People({ replica, storage, call, refresh });
    this.history = new Histories({ replica, storage, topics, call, refresh });
    this.outbox = new OutboxQueue({
      storage,
      topics,
      isOpen,
      request,
      isKnown: (roomId, id) => this.store.message(roomId, id) !== null,
      missing: (roomId) => this.#sync.need(roomId, replica.head(roomId) + 1),
      placed: (roomId, seq) => this.#reads.wrote(roomId, seq),
    });
    this.store = new ClientStore({
      userId: () => this.#userId,
      topics,
      storage,
      replica,
      histories: this.history,
      outbox: this.outbox,
      drafts: this.#drafts,
      reads: this.#reads,
      typing: this.#typing,
      presences: this.#presences,
    });
  }

  get userId(): string | null {
    return this.#userId;
  }

  async signIn(login: string, password: string): Promise<void> {
    const { userId, sessionId, token } = await this.call('account.signIn', { login, password });
    this.#token = token ?? null;
    this.#userId = userId;
    this.#sessionId = sessionId;
    this.#line.check();
  }

  async signOut(): Promise<void> {
    // The storage knows the session of an earlier line.
    await this.#opened;
    const [url, sessionId, token] = [this.#url, this.#sessionId, this.#token];
    this.stop();
    const ended = sessionId === null ? Promise.resolve() : endSession({ url, sessionId, token });
    await Promise.race([ended, pause(patienceMs)]);
    await this.#storage.destroy();
  }

  start(): void {
    if (this.#state !== 'new') return;
    this.#state = 'started';
    this.#opened = this.#restore();
    this.#line.start();
  }

  stop(): void {
    if (this.#state === 'stopped') return;
    this.#state = 'stopped';
    this.#line.stop();
    this.#watch.stop();
    this.#people.stop();
    this.#presences.stop();
    this.#typing.clear();
    this.#drafts.writes.stop();
    this.#reads.stop();
    this.outbox.stop();
    void this.#storage.close();
    this.#synced.reject(new ProblemError('offline'));
  }

  synced(): Promise<void> {
    return this.#synced.promise;
  }

  reconnect(): void {
    this.#line.check();
  }

  on<E extends keyof ClientEvents>(event: E, listener: ClientEvents[E]): () => void {
    this.#listeners[event].add(listener);
    return () => this.#listeners[event].delete(listener);
  }

  send(roomId: string, { text, replyTo = null, mentions = [], mentionsAll = false }: OutgoingText): string {
    return this.#queue({ roomId, text, replyTo, mentions, mentionsAll, from: null });
  }

  forward(roomId: string, from: { roomId: string; messageIds: string[] }): string {
    return this.#queue({ roomId, text: '', replyTo: null, mentions: [], mentionsAll: false, from });
  }

  setDraft(roomId: string, text: string, replyTo: string | null): void {
    this.#drafts.set(roomId, text, replyTo);
  }

  markRead(roomId: string, seq: number): void {
    this.#reads.mark(roomId, seq);
  }

  setTyping(roomId: string, typing: boolean): void {
    if (this.#line.isOpen) this.#typing.mine(roomId, typing);
  }

  watchPresence(userIds: readonly string[]): () => void {
    return this.#presences.view(userIds);
  }

  watchRoom(roomId: string): () => void {
    return this.#watch.view(roomId);
  }

  needUsers(userIds: readonly string[]): void {
    this.#people.need(userIds);
  }

  loadMembers(roomId: string): Promise<void> {
    return this.#people.loadMembers(roomId);
  }

  setIdle(idle: boolean): void {
    if (idle === this.#isIdle) return;
    this.#isIdle = idle;
    this.#tell('presence.idle', { idle });
  }

  #queue(part: Omit<Outgoing, 'id' | 'createdAt' | 'state' | 'error'>): string {
    const id = uuidv7();
    this.outbox.add({ ...part, id, createdAt: Date.now(), state: 'waiting', error: null });
    return id;
  }

  async #call<N extends CommandName>(name: N, args: CommandArgs<N>): Promise<CommandResult<N>> {
    if (this.#line.isOpen && !overHttp.includes(name)) return this.#request(name, args);
    if (this.#token === null && (name === 'account.session' || name === 'account.signIn'))
      await Promise.race([endLeftSessions(this.#url), pause(patienceMs)]);
    return (await post(this.#url, this.#token, name, args)) as CommandResult<N>;
  }

  async #request<N extends CommandName>(name: N, args: CommandArgs<N>): Promise<CommandResult<N>> {
    return (await this.#line.request(name, args)) as CommandResult<N>;
  }

  /** Says something that is worth nothing later: without a line, or if it fails, it is not said. */
  #tell<N extends CommandName>(name: N, args: CommandArgs<N>): void {
    if (this.#line.isOpen) this.#request(name, args).catch(() => {});
  }

  async #restore(): Promise<void> {
    const start = await this.#storage.open();
    if (!start || this.#state !== 'started') return;
    this.#sessionId ??= start.sessionId;
    this.#replica.restore(start);
    this.#drafts.writes.restore(start.intents);
    this.#reads.writes.restore(start.intents);
    this.outbox.restore(start.outgoing);
  }

  async #open(hello: Hello): Promise<void> {
    this.#hello = hello;
    await this.#opened;
    if (this.#hello !== hello) return;
    // Somebody else signed in with this browser: what is held here is not theirs.
    if (this.#userId !== null && this.#userId !== hello.userId) return this.#end('signed-out');
    this.#userId = hello.userId;
    this.#sessionId = hello.sessionId;
    this.#storage.saveSession(hello.sessionId);
    this.#follows = true;
    this.connection.set('syncing');
    this.#sync.begin();
    this.#watch.resume();
    this.#presences.resume();
    this.#people.resume();
    this.#drafts.writes.resume();
    this.#reads.writes.resume();
    this.outbox.resume();
    if (this.#isIdle) this.#tell('presence.idle', { idle: true });
    void endLeftSessions(this.#url);
  }

  #push(frame: PushFrame): void {
    if (frame.push === 'ended') return void this.#end(frame.reason);
    // What comes before the first sync of this line is part of what that brings.
    if (!this.#follows) return;
    if (frame.push === 'changes') this.#sync.pushed(frame.changes);
    else if (frame.push === 'heads') this.#sync.heads(frame.heads);
    else if (frame.push === 'presence') this.#presences.heard(frame.presences);
    else if (frame.push === 'typing') this.#typing.heard(frame.roomId, frame.userId, frame.typing);
    else if (frame.push === 'lagged') {
      this.connection.set('syncing');
      this.#sync.everything();
      // Presence that was thrown away does not come again by itself.
      this.#presences.resume();
    }
  }

  #onSynced(): void {
    this.#line.settled();
    this.connection.set('online');
    this.#synced.resolve();
  }

  #lost(retryAt: number | null, wasOpen: boolean): void {
    this.#hello = null;
    this.#follows = false;
    this.connection.set('offline', retryAt);
    this.#typing.clear();
    this.#presences.lost();
    if (!wasOpen && this.#state === 'started') void this.#checkSession();
  }

  /** A refused socket does not say why; an HTTP answer does. */
  async #checkSession(): Promise<void> {
    try {
      await post(this.#url, this.#token, 'account.session', {});
    } catch (thrown) {
      if (asProblem(thrown).code === 'not_signed_in') await this.#end('signed-out');
    }
  }

  async #end(reason: EndReason): Promise<void> {
    if (this.#state !== 'started') return;
    this.stop();
    await this.#storage.destroy();
    for (const listener of [...this.#listeners.ended]) callSafely(listener, reason);
  }

  #replicaEvents(): ReplicaEvents {
    return {
      message: (message, live) => this.#arrivals.told(message, live),
      arrived: (roomId, messages, lastSeq) => this.#arrived(roomId, messages, lastSeq),
      own: ({ subscriptions, drafts }) => {
        for (const { roomId } of subscriptions ?? []) this.#reads.arrived(roomId);
        for (const { roomId } of drafts ?? []) this.#drafts.writes.arrived(roomId);
      },
      joined: (roomId, live) => {
        this.#arrivals.joined(roomId, live);
        this.#sync.need(roomId);
      },
      reset: (roomId, lastSeq) => this.#arrivals.reset(roomId, lastSeq),
      left: (roomId) => this.#watch.left(roomId),
    };
  }

  #arrived(roomId: string, messages: readonly Message[], lastSeq: number): void {
    const ids = messages.map((message) => message.id);
    this.outbox.arrived(roomId, ids, lastSeq);
    for (const { authorId, seq } of messages) {
      this.#typing.heard(roomId, authorId, false);
      if (authorId === this.#userId) this.#reads.wrote(roomId, seq);
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
