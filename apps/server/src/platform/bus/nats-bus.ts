import { setTimeout as wait } from 'node:timers/promises';
import { type ConnectionOptions, connect, type NatsConnection } from '@nats-io/transport-node';
import type { Log } from '../log/index.ts';
import type { Bus } from './bus.ts';

/** A server that does not answer two of these is lost: a line that is cut somewhere in between says nothing. */
const pingMs = 1_000;
const unansweredPings = 2;
const connectMs = 3_000;
/** The pause before the next try, with as much again by chance, so that nodes do not come back together. */
const retryMs = 250;

/**
 * A bus over NATS (core NATS, no JetStream: what is lost, the database has). Each connection is a new one with all
 * subscriptions made anew, so nothing that waited in an old one ever comes late.
 */
export class NatsBus implements Bus {
  readonly #options: ConnectionOptions;
  readonly #log: Log;
  readonly #handlers = new Map<string, Set<(payload: Uint8Array) => void>>();
  /** What ends each subject's subscription at the present connection. */
  readonly #ends = new Map<string, () => void>();
  readonly #listeners: ((isUp: boolean) => void)[] = [];
  #connection: NatsConnection | null = null;
  /** What is to go out in this turn of the event loop. */
  #outgoing: [subject: string, payload: Uint8Array][] = [];
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;

  /** @param urls such as `nats://user:password@host:4222` */
  constructor(urls: readonly string[], log: Log) {
    this.#log = log;
    this.#options = {
      ...addressOf(urls),
      name: 'hongyan',
      noEcho: true,
      reconnect: false,
      timeout: connectMs,
      pingInterval: pingMs,
      maxPingOut: unansweredPings,
    };
    this.#running = this.#run();
  }

  get isUp(): boolean {
    return this.#connection !== null;
  }

  get longest(): number {
    return this.#connection?.info?.max_payload ?? 0;
  }

  publish(subject: string, payload: Uint8Array): void {
    if (!this.#connection) return;
    if (payload.length > this.longest) {
      this.#log.warn({ subject, bytes: payload.length }, 'a message is too long for the bus');
      return;
    }
    if (this.#outgoing.length === 0) setImmediate(() => this.#flush());
    this.#outgoing.push([subject, payload]);
  }

  subscribe(subject: string, handler: (payload: Uint8Array) => void): () => void {
    let handlers = this.#handlers.get(subject);
    if (!handlers) {
      handlers = new Set();
      this.#handlers.set(subject, handlers);
      if (this.#connection) this.#begin(this.#connection, subject);
    }
    handlers.add(handler);
    return () => {
      handlers.delete(handler);
      if (handlers.size > 0 || this.#handlers.get(subject) !== handlers) return;
      this.#handlers.delete(subject);
      this.#ends.get(subject)?.();
      this.#ends.delete(subject);
    };
  }

  async settled(): Promise<void> {
    const connection = this.#connection;
    if (!connection) return;
    // The server answers in order: what was asked before is done. The client leaves the question open for ever where the
    // connection breaks; then the bus is away.
    await Promise.race([connection.flush(), connection.closed()]).catch(() => {});
  }

  onState(listener: (isUp: boolean) => void): void {
    this.#listeners.push(listener);
  }

  async close(): Promise<void> {
    this.#flush();
    this.#closing.abort();
    await this.settled();
    await this.#connection?.close();
    await this.#running;
  }

  async #run(): Promise<void> {
    let told = false;
    while (!this.#closing.signal.aborted) {
      try {
        const connection = await connect(this.#options);
        told = false;
        await this.#use(connection);
        if (!this.#closing.signal.aborted)
          this.#log.warn('the bus is lost: nodes hear of each other from the database');
      } catch (error) {
        if (!told) this.#log.warn({ err: error }, 'the bus cannot be reached: check NATS_URL and the NATS server');
        told = true;
      }
      await wait(retryMs * (1 + Math.random()), undefined, { ref: false, signal: this.#closing.signal }).catch(
        () => {},
      );
    }
  }

  /** Uses a connection until it is closed. */
  async #use(connection: NatsConnection): Promise<void> {
    if (this.#closing.signal.aborted) return connection.close();
    for (const subject of this.#handlers.keys()) this.#begin(connection, subject);
    this.#connection = connection;
    for (const listener of this.#listeners) listener(true);
    await connection.closed();
    this.#connection = null;
    this.#ends.clear();
    this.#outgoing = [];
    for (const listener of this.#listeners) listener(false);
  }

  #begin(connection: NatsConnection, subject: string): void {
    const subscription = connection.subscribe(subject, {
      callback: (error, message) => {
        if (error) return this.#log.warn({ err: error, subject }, 'the bus refuses a subject');
        for (const handler of this.#handlers.get(subject) ?? []) this.#handle(subject, handler, message.data);
      },
    });
    this.#ends.set(subject, () => {
      if (!connection.isClosed()) subscription.unsubscribe();
    });
  }

  /** What somebody else says on our subjects must not end the connection. */
  #handle(subject: string, handler: (payload: Uint8Array) => void, payload: Uint8Array): void {
    try {
      handler(payload);
    } catch (error) {
      this.#log.error({ err: error, subject }, 'a message of the bus could not be handled');
    }
  }

  #flush(): void {
    const outgoing = this.#outgoing;
    this.#outgoing = [];
    const connection = this.#connection;
    if (!connection || connection.isClosed()) return;
    for (const [subject, payload] of outgoing) connection.publish(subject, payload);
  }
}

/** The client takes who we are apart from the addresses. All servers of a cluster know the same users. */
function addressOf(urls: readonly string[]): ConnectionOptions {
  const [first] = urls.map((url) => new URL(url));
  const [user, pass] = [decodeURIComponent(first?.username ?? ''), decodeURIComponent(first?.password ?? '')];
  const identity = pass !== '' ? { user, pass } : user !== '' ? { token: user } : {};
  const servers = urls.map((url) => {
    const { protocol, host } = new URL(url);
    return `${protocol}//${host}`;
  });
  return { servers, ...identity };
}
