import { limits, type Message, ProblemError } from '@hongyan/protocol';
import { type Client, createClient, type RoomSummary, type Storage } from '@hongyan/sdk';
import { vi } from 'vitest';
import { startTestApp, type TestApp, type TestUser } from '../../apps/server/src/testing/index.ts';
import { Proxy } from './proxy.ts';

/** A machine that does many things at once may take its time; only what never happens is wrong. */
const patienceMs = 45_000;
vi.setConfig({ testTimeout: 120_000 });

/** Waits until something is so. Says what it waited for and what it saw instead. */
export async function until<T>(what: string, look: () => T, isRight: (seen: T) => boolean = Boolean): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const seen = look();
    if (isRight(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}; saw ${JSON.stringify(seen)}`);
    await pause(10);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** One device of a person: a client, and the network between it and the server. */
export class Actor {
  readonly user: TestUser;
  readonly client: Client;
  readonly proxy: Proxy;
  /** Messages that the client told of, in order. */
  readonly heard: { text: string; roomId: string; live: boolean }[] = [];
  /** Why the session ended; null while it has not. */
  ended: string | null = null;

  constructor(user: TestUser, proxy: Proxy, storage?: Storage) {
    this.user = user;
    this.proxy = proxy;
    this.client = createClient({ url: proxy.url, token: user.token, ...(storage ? { storage } : {}) });
    this.client.on('message', ({ text, roomId }, live) => this.heard.push({ text, roomId, live }));
    this.client.on('ended', (reason) => {
      this.ended = reason;
    });
  }

  get id(): string {
    return this.user.id;
  }

  get call(): Client['call'] {
    return this.client.call;
  }

  async enters(): Promise<this> {
    this.client.start();
    await this.client.synced();
    return this;
  }

  async goesOffline(): Promise<void> {
    this.proxy.cut();
    await until(`${this.user.name} is offline`, () => this.client.connection.get().state === 'offline');
  }

  async comesBack(): Promise<void> {
    this.proxy.mend();
    await until(`${this.user.name} is back`, () => {
      this.client.reconnect();
      return this.client.connection.get().state === 'online';
    });
  }

  /** Sends a message and waits until the server has it. */
  async says(roomId: string, text: string, more: Partial<Parameters<Client['send']>[1]> = {}): Promise<Message> {
    const id = this.client.send(roomId, { text, ...more });
    const sent = () => {
      const failed = this.client.store.outbox().find((outgoing) => outgoing.id === id)?.error;
      if (failed) throw new ProblemError(failed.code, failed.params);
      return this.client.store.message(roomId, id);
    };
    return (await until(`“${text}” is sent`, sent))!;
  }

  /** Writes many messages at once, in no particular order, and waits until they are here. */
  async fills(roomId: string, count: number): Promise<void> {
    const { lastSeq } = this.room(roomId).room;
    const send = (number: number) =>
      this.call('message.send', { roomId, id: crypto.randomUUID(), text: `filling ${number}` });
    await Promise.all(Array.from({ length: count }, (_, index) => send(index + 1)));
    await until(`${count} messages are here`, () => this.room(roomId).room.lastSeq >= lastSeq + count);
  }

  /** The room as this device sees it. */
  room(roomId: string): RoomSummary {
    const room = this.client.store.room(roomId);
    if (!room) throw new Error(`${this.user.name} does not know the room ${roomId}`);
    return room;
  }

  /** The texts that this device shows in a room; what waits to be sent is in brackets, what was recalled is `×`. */
  sees(roomId: string): string[] {
    const { messages, outgoing } = this.client.store.timeline(roomId);
    const shown = messages.filter((message) => !message.event);
    return [
      ...shown.map((message) => (message.recalledAt === null ? message.text : '×')),
      ...outgoing.map((one) => `[${one.text}]`),
    ];
  }

  async shows(roomId: string, texts: readonly string[]): Promise<void> {
    const what = `${this.user.name} sees ${JSON.stringify(texts)}`;
    await until(
      what,
      () => this.sees(roomId),
      (seen) => JSON.stringify(seen) === JSON.stringify(texts),
    );
  }

  async leaves(): Promise<void> {
    this.client.stop();
    await this.proxy.close();
  }
}

/** A server and the people on it. */
export class Stage {
  readonly app: TestApp;
  readonly #actors: Actor[] = [];

  private constructor(app: TestApp) {
    this.app = app;
  }

  /** `heartbeatSeconds` makes server and clients here more impatient than they are elsewhere. */
  static async open({ heartbeatSeconds }: { heartbeatSeconds?: number } = {}): Promise<Stage> {
    if (heartbeatSeconds !== undefined) Object.assign(limits, { heartbeatSeconds });
    return new Stage(await startTestApp());
  }

  /** Makes people with one device each, signed in and up to date. */
  async cast(...names: string[]): Promise<Actor[]> {
    const users = await this.app.users(names);
    return Promise.all(users.map((user) => this.device(user)));
  }

  /** One more device of a person. It has a session of its own if a token is given. */
  async device(user: TestUser, options: { storage?: Storage } = {}): Promise<Actor> {
    const actor = await this.prepare(user, options);
    return actor.enters();
  }

  /** A device that has not started yet. */
  async prepare(user: TestUser, options: { storage?: Storage } = {}): Promise<Actor> {
    const actor = new Actor(user, await Proxy.before(this.app.url), options.storage);
    this.#actors.push(actor);
    return actor;
  }

  async group(owner: Actor, name: string, others: readonly Actor[]): Promise<string> {
    const id = crypto.randomUUID();
    await owner.call('room.create', { id, kind: 'group', name, topic: '', userIds: others.map((other) => other.id) });
    for (const one of [owner, ...others])
      await until(`${one.user.name} is in ${name}`, () => one.client.store.room(id));
    return id;
  }

  /** The direct room of two people. The other one finds it with the first message. */
  async direct(one: Actor, other: Actor): Promise<string> {
    const { room } = await one.call('room.direct', { userId: other.id });
    await until(`${one.user.name} has it`, () => one.client.store.room(room.id));
    return room.id;
  }

  async close(): Promise<void> {
    await Promise.all(this.#actors.map((actor) => actor.leaves()));
    await this.app.close();
  }
}
