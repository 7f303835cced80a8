import { setTimeout as wait } from 'node:timers/promises';
import type { Changes, EndReason, PushFrame } from '@hongyan/protocol';
import { limits } from '@hongyan/protocol';
import type { Bus, Channel, Nodes } from '../bus/index.ts';
import type { Db } from '../db/index.ts';
import type { Log } from '../log/index.ts';
import { Chain, holdMs } from './chain.ts';
import { encodeFrame } from './connection.ts';
import type { Live, LiveConnections, ScopeKind } from './live.ts';
import type { Reach } from './reach.ts';
import { type BusRecord, decodeRecord, encodeRecord, type Order, type Push } from './record.ts';
import { Resync } from './resync.ts';
import { Standstill } from './standstill.ts';

/** How often the database is asked while the bus is away. */
const awayMs = 1_000;
const retryMs = 1_000;

/** A room or a user of whom something is connected here. */
interface HeardScope {
  kind: ScopeKind;
  id: string;
  chain: Chain;
  /** Runs while a push waits. */
  gap: NodeJS.Timeout | null;
  unsubscribe(): void;
}

/**
 * The connections of all nodes. What happens is told to the connections of this node and, over one subject for each
 * room and one for each user, to the nodes that have some of them. The bus may lose things and swap what two nodes say;
 * so pushes go on in the order of their revisions, and what may be missing is looked for in the database.
 */
export class SharedLive implements Live, Reach {
  readonly #connections: LiveConnections;
  readonly #bus: Bus;
  readonly #ends: Channel<{ sessionId: string; reason: EndReason }>;
  readonly #scopes = { room: new Map<string, HeardScope>(), user: new Map<string, HeardScope>() };
  readonly #resync: Resync;
  readonly #standstill = new Standstill(() => this.#wake());
  #waking: Promise<void> | null = null;
  readonly #looking: NodeJS.Timeout;
  #away: NodeJS.Timeout | null = null;

  constructor({
    connections,
    bus,
    nodes,
    db,
    log,
  }: {
    connections: LiveConnections;
    bus: Bus;
    nodes: Nodes;
    db: Db;
    log: Log;
  }) {
    this.#connections = connections;
    this.#bus = bus;
    const known = {
      headOf: (kind: ScopeKind, id: string) => this.#scopes[kind].get(id)?.chain.head,
      seenOf: (kind: ScopeKind, id: string) => this.#scopes[kind].get(id)?.chain.seen,
      reach: (kind: ScopeKind, id: string, head: number) => this.#reach(kind, id, head),
    };
    this.#resync = new Resync({ connections, bus, db, log, known });
    connections.tellNeeds({
      begin: (kind, id) => this.#begin(kind, id),
      end: (kind, id) => this.#end(kind, id),
      moved: (userId, roomId) => this.#resync.noteMoved(userId, roomId),
    });
    this.#ends = nodes.channel('session ends');
    this.#ends.on(({ sessionId, reason }) => connections.endSession(sessionId, reason));
    bus.onState((isUp) => this.#turn(isUp));
    this.#turn(bus.isUp);
    // A node that is lost, or that lost its line, may have taken something along that it did not get to tell.
    for (const listen of [nodes.onCome, nodes.onSilent, nodes.onGone]) listen.call(nodes, () => this.#look());
    // The last net: the bus promises nothing.
    this.#looking = setInterval(() => this.#look(), limits.heartbeatSeconds * 1000).unref();
  }

  room(changes: Changes): void {
    this.#publish('room', changes.scope, changes);
  }

  user(userId: string, changes: Changes): void {
    this.#publish('user', userId, changes);
  }

  pushRoom(roomId: string, push: PushFrame, exceptUserId?: string): void {
    const frame = encodeFrame(push);
    this.#tell('room', roomId, { kind: 'passing', exceptUserId: exceptUserId ?? '', frame });
    this.#connections.pass(roomId, frame, exceptUserId);
  }

  pushConnection(connectionId: string, frame: PushFrame): void {
    this.#connections.pushConnection(connectionId, frame);
  }

  join(roomId: string, userIds: readonly string[]): void {
    for (const userId of userIds) this.#order(userId, { order: 'join', roomId });
  }

  leave(roomId: string, userIds: readonly string[]): void {
    for (const userId of userIds) this.#order(userId, { order: 'leave', roomId });
  }

  watch(connectionId: string, roomId: string): void {
    this.#connections.watch(connectionId, roomId);
  }

  unwatch(connectionId: string, roomId: string): void {
    this.#connections.unwatch(connectionId, roomId);
  }

  endSession(sessionId: string, reason: EndReason): void {
    this.#ends.tell({ sessionId, reason });
    this.#connections.endSession(sessionId, reason);
  }

  endUser(userId: string, reason: EndReason, exceptSessionId?: string): void {
    this.#order(userId, { order: 'end', reason, exceptSessionId: exceptSessionId ?? null });
  }

  sessions(): Map<string, Set<string>> {
    return this.#connections.sessions();
  }

  onConnection(listener: (userId: string, connectionId: string, open: boolean) => void): void {
    this.#connections.onConnection(listener);
  }

  reached(): Promise<void> {
    return this.#resync.done();
  }

  waking(): Promise<void> | null {
    if (this.#standstill.hasStood()) this.#wake();
    return this.#waking;
  }

  close(): void {
    clearInterval(this.#looking);
    if (this.#away) clearInterval(this.#away);
    this.#standstill.stop();
    this.#resync.stop();
  }

  #publish(kind: ScopeKind, id: string, changes: Changes): void {
    const { from, to } = changes;
    const push = { from, to, frame: encodeFrame({ push: 'changes', changes } satisfies PushFrame) };
    this.#tell(kind, id, { kind: 'changes', ...push });
    this.#offer(kind, id, push);
  }

  #order(userId: string, order: Order): void {
    this.#tell('user', userId, { kind: 'order', order });
    this.#obey(userId, order);
  }

  #tell(kind: ScopeKind, id: string, record: BusRecord): void {
    if (!this.#bus.isUp) return;
    const bytes = encodeRecord(record);
    this.#bus.publish(subjectOf(kind, id), bytes.length > this.#bus.longest ? encodeRecord({ kind: 'moved' }) : bytes);
  }

  #begin(kind: ScopeKind, id: string): void {
    const unsubscribe = this.#bus.subscribe(subjectOf(kind, id), (payload) => this.#receive(kind, id, payload));
    this.#scopes[kind].set(id, { kind, id, chain: new Chain(), gap: null, unsubscribe });
    this.#resync.ask(kind, id);
  }

  #end(kind: ScopeKind, id: string): void {
    const scope = this.#scopes[kind].get(id);
    if (!scope) return;
    if (scope.gap) clearTimeout(scope.gap);
    scope.unsubscribe();
    this.#scopes[kind].delete(id);
  }

  #receive(kind: ScopeKind, id: string, payload: Uint8Array): void {
    const record = decodeRecord(payload);
    if (record?.kind === 'changes') this.#offer(kind, id, record);
    else if (record?.kind === 'moved') this.#resync.ask(kind, id);
    else if (record?.kind === 'order') this.#obey(id, record.order);
    else if (record?.kind === 'passing' && !this.waking()) {
      this.#connections.pass(id, record.frame, record.exceptUserId || undefined);
    }
  }

  #obey(userId: string, order: Order): void {
    if (order.order === 'end') {
      this.#connections.endUser(userId, order.reason, order.exceptSessionId ?? undefined);
    } else this.#connections[order.order](order.roomId, [userId]);
  }

  #offer(kind: ScopeKind, id: string, push: Push): void {
    const scope = this.#scopes[kind].get(id);
    if (!scope) return;
    // A node that wakes may hold sessions that were ended meanwhile, and lets nothing go until it knows.
    if (this.waking()) scope.chain.hold(push);
    else this.#deliver(scope, scope.chain.offer(push));
  }

  #reach(kind: ScopeKind, id: string, head: number): void {
    const scope = this.#scopes[kind].get(id);
    if (scope) this.#deliver(scope, scope.chain.reach(head));
  }

  #deliver(scope: HeardScope, pushes: readonly Push[]): void {
    const { kind, id, chain } = scope;
    for (const { to, frame } of pushes) {
      if (kind === 'room') this.#connections.deliverRoom(id, to, frame);
      else this.#connections.deliverUser(id, to, frame);
    }
    if (scope.gap && !chain.isWaiting) {
      clearTimeout(scope.gap);
      scope.gap = null;
    }
    if (scope.gap || !chain.isWaiting || chain.head === null) return;
    scope.gap = setTimeout(
      () => {
        scope.gap = null;
        this.#resync.ask(kind, id);
      },
      this.#bus.isUp ? holdMs : 0,
    );
  }

  #look(): void {
    this.#resync.everything().catch(() => {});
  }

  #turn(isUp: boolean): void {
    this.#look();
    if (this.#away) clearInterval(this.#away);
    this.#away = isUp ? null : setInterval(() => this.#look(), awayMs).unref();
  }

  #wake(): void {
    this.#waking ??= this.#lookUntilSeen().finally(() => {
      this.#waking = null;
    });
  }

  async #lookUntilSeen(): Promise<void> {
    for (;;) {
      try {
        return await this.#resync.everything();
      } catch {
        await wait(retryMs, undefined, { ref: false });
      }
    }
  }
}

function subjectOf(kind: ScopeKind, id: string): string {
  return `hongyan.${kind}.${id}`;
}
