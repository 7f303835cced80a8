import { uuidv7 } from 'uuidv7';
import type { Bus } from './bus.ts';

const beatMs = 1_000;
/** Three beats: it may have died with something on its tongue. */
const silentMs = 3_000;
/** So long a node may be silent; then its users are gone. With the beat it is noticed within ten seconds. */
const goneMs = 8_000;
const subject = 'hongyan.nodes';
const subjectOf = (nodeId: string) => `hongyan.node.${nodeId}`;

/** What nodes tell each other about one thing. What is told while the bus is away is lost. */
export interface Channel<T> {
  tell(body: T): void;
  tellOne(nodeId: string, body: T): void;
  on(listener: (body: T, nodeId: string) => void): void;
}

/** The other nodes that work on the same database. */
export interface Nodes {
  /** How many there are, with this one. */
  readonly count: number;
  /** @param topic the same word on every node, for the same kind of bodies, which must survive JSON */
  channel<T>(topic: string): Channel<T>;
  /** A node is there. If one of us was away meanwhile, each may have missed what the other told. */
  onCome(listener: (nodeId: string, wasAway: boolean) => void): void;
  /** A node has said nothing for some seconds. */
  onSilent(listener: (nodeId: string) => void): void;
  /** A node has ended and said so, or was silent for too long. */
  onGone(listener: (nodeId: string, saidGoodbye: boolean) => void): void;
  close(): void;
}

/** There is no other node. */
export const noOtherNodes: Nodes = {
  count: 1,
  channel: () => ({ tell: () => {}, tellOne: () => {}, on: () => {} }),
  onCome: () => {},
  onSilent: () => {},
  onGone: () => {},
  close: () => {},
};

interface OtherNode {
  /** Counts its connections to the bus: between two of them it may have missed and lost something. */
  life: number;
  heardAt: number;
  isSilent: boolean;
}

interface Envelope {
  node: string;
  life: number;
  topic: string;
  body?: unknown;
}

/** Nodes that know each other by their beats on the bus. While the bus is away nobody is counted as gone. */
export class BusNodes implements Nodes {
  readonly #bus: Bus;
  readonly #id = uuidv7();
  #life = 0;
  readonly #others = new Map<string, OtherNode>();
  readonly #topics = new Map<string, ((body: never, nodeId: string) => void)[]>();
  readonly #come: ((nodeId: string, wasAway: boolean) => void)[] = [];
  readonly #silent: ((nodeId: string) => void)[] = [];
  readonly #gone: ((nodeId: string, saidGoodbye: boolean) => void)[] = [];
  readonly #beat: NodeJS.Timeout;
  #beatAt = performance.now();

  constructor(bus: Bus) {
    this.#bus = bus;
    bus.subscribe(subject, (payload) => this.#receive(payload));
    bus.subscribe(subjectOf(this.#id), (payload) => this.#receive(payload));
    bus.onState((isUp) => isUp && this.#begin());
    if (bus.isUp) this.#begin();
    this.#beat = setInterval(() => this.#onBeat(), beatMs).unref();
  }

  get count(): number {
    return this.#others.size + 1;
  }

  channel<T>(topic: string): Channel<T> {
    const listeners: ((body: T, nodeId: string) => void)[] = [];
    this.#topics.set(topic, listeners);
    return {
      tell: (body) => this.#send(subject, topic, body),
      tellOne: (nodeId, body) => this.#send(subjectOf(nodeId), topic, body),
      on: (listener) => listeners.push(listener),
    };
  }

  onCome(listener: (nodeId: string, wasAway: boolean) => void): void {
    this.#come.push(listener);
  }

  onSilent(listener: (nodeId: string) => void): void {
    this.#silent.push(listener);
  }

  onGone(listener: (nodeId: string, saidGoodbye: boolean) => void): void {
    this.#gone.push(listener);
  }

  close(): void {
    clearInterval(this.#beat);
    this.#send(subject, 'bye');
  }

  /** A new life: the others tell us all there is to know, and take what they know of us for incomplete. */
  #begin(): void {
    this.#life += 1;
    for (const other of this.#others.values()) other.heardAt = performance.now();
    this.#send(subject, 'beat');
    for (const nodeId of this.#others.keys()) for (const listener of this.#come) listener(nodeId, true);
  }

  #onBeat(): void {
    const now = performance.now();
    const stoodStill = now - this.#beatAt > silentMs;
    this.#beatAt = now;
    if (!this.#bus.isUp) return;
    // Whoever stood still was taken for gone, and has not heard the others.
    if (stoodStill) return this.#begin();
    this.#send(subject, 'beat');
    for (const [nodeId, other] of this.#others) {
      const silence = now - other.heardAt;
      if (silence > goneMs) this.#forget(nodeId, false);
      else if (silence > silentMs && !other.isSilent) {
        other.isSilent = true;
        for (const listener of this.#silent) listener(nodeId);
      }
    }
  }

  #send(to: string, topic: string, body?: unknown): void {
    const envelope: Envelope = { node: this.#id, life: this.#life, topic, body };
    this.#bus.publish(to, Buffer.from(JSON.stringify(envelope)));
  }

  #receive(payload: Uint8Array): void {
    const { node, life, topic, body } = JSON.parse(Buffer.from(payload).toString()) as Envelope;
    if (topic === 'bye') return this.#forget(node, true);
    const known = this.#others.get(node);
    const isBack = known?.isSilent === true;
    this.#others.set(node, { life, heardAt: performance.now(), isSilent: false });
    // It does not know us yet, whatever else it says.
    if (!known) this.#send(subjectOf(node), 'beat');
    if (known?.life !== life || isBack) for (const listener of this.#come) listener(node, isBack || life > 1);
    for (const listener of this.#topics.get(topic) ?? []) listener(body as never, node);
  }

  #forget(nodeId: string, saidGoodbye: boolean): void {
    if (this.#others.delete(nodeId)) for (const listener of this.#gone) listener(nodeId, saidGoodbye);
  }
}
