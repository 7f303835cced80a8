import { setTimeout as wait } from 'node:timers/promises';
import type { Bus } from '../bus/index.ts';
import type { Db } from '../db/index.ts';
import type { Log } from '../log/index.ts';
import { holdMs } from './chain.ts';
import type { LiveConnections, ScopeKind } from './live.ts';
import { endedSessions, readHeads, readSeats, watchingInVain } from './repo.ts';

const retryMs = 1_000;
const usersPerRead = 500;

/** What this node knows of the scopes that it hears. */
export interface KnownHeads {
  /** The revision up to which everything of a scope has passed here; null before the first look, undefined if unheard. */
  headOf(kind: ScopeKind, id: string): number | null | undefined;
  /** The newest revision that was pushed here; undefined if unheard. */
  seenOf(kind: ScopeKind, id: string): number | undefined;
  /** Everything of a scope up to a revision is settled: what waited for it may go on. */
  reach(kind: ScopeKind, id: string, head: number): void;
}

class Batch {
  /** All that is heard here, and the sessions too. */
  everything = false;
  readonly room = new Set<string>();
  readonly user = new Set<string>();
  readonly done = Promise.withResolvers<void>();

  constructor() {
    // Most do not wait for it.
    this.done.promise.catch(() => {});
  }
}

/**
 * Finds in the database what this node may have missed on the bus: for the scopes that are asked for, how far they are;
 * for users whose own scope moved unheard, what rooms they are in by now; and whether sessions live. Those who are behind
 * are told so. One look at a time: what is asked meanwhile goes into the next one together, and is tried until it works.
 */
export class Resync {
  readonly #deps: { connections: LiveConnections; bus: Bus; db: Db; log: Log; known: KnownHeads };
  #next: Batch | null = null;
  #current: Batch | null = null;
  /** Seats that moved while they were being read, as `user/room`: what was read of them is stale. */
  readonly #moved = new Set<string>();
  #stopped = false;

  constructor(deps: { connections: LiveConnections; bus: Bus; db: Db; log: Log; known: KnownHeads }) {
    this.#deps = deps;
  }

  /** Looks at one scope. */
  ask(kind: ScopeKind, id: string): void {
    this.#ask()[kind].add(id);
  }

  /** Looks at everything. Rejects if that could not be read; it is tried again all the same. */
  everything(): Promise<void> {
    const batch = this.#ask();
    batch.everything = true;
    return batch.done.promise;
  }

  /** Resolves when all that was asked for has been looked at. Rejects as `everything`. */
  async done(): Promise<void> {
    await (this.#next ?? this.#current)?.done.promise;
  }

  noteMoved(userId: string, roomId: string): void {
    if (this.#current) this.#moved.add(`${userId}/${roomId}`);
  }

  stop(): void {
    this.#stopped = true;
  }

  #ask(): Batch {
    this.#next ??= new Batch();
    if (!this.#current) queueMicrotask(() => this.#current ?? void this.#run());
    return this.#next;
  }

  async #run(): Promise<void> {
    while (this.#next && !this.#stopped) {
      const batch = this.#next;
      this.#next = null;
      this.#current = batch;
      try {
        await this.#look(batch);
        batch.done.resolve();
      } catch (error) {
        this.#deps.log.warn({ err: error }, 'what other nodes did could not be read');
        batch.done.reject(error);
        this.#askAgain(batch);
        await wait(retryMs, undefined, { ref: false });
      }
      this.#moved.clear();
      this.#current = null;
    }
  }

  #askAgain(batch: Batch): void {
    this.#next ??= new Batch();
    this.#next.everything ||= batch.everything;
    for (const roomId of batch.room) this.#next.room.add(roomId);
    for (const userId of batch.user) this.#next.user.add(userId);
  }

  async #look(batch: Batch): Promise<void> {
    const { connections, bus, db, known } = this.#deps;
    // What comes after this look comes over the bus.
    await bus.settled();
    const needed = batch.everything ? connections.needed() : null;
    const roomIds = needed?.roomIds ?? [...batch.room];
    const userIds = needed?.userIds ?? [...batch.user];
    const heads = await readHeads(db, roomIds, userIds);
    // Whoever was taken out of a room moved together with it. They are out before what came after is let go.
    const movedRooms = [...heads.rooms].filter(([id, head]) => head > (known.headOf('room', id) ?? head));
    const others = new Set(
      movedRooms.flatMap(([id]) => [...connections.hearersOf(id)]).filter((id) => !heads.users.has(id)),
    );
    if (others.size > 0)
      for (const [id, head] of (await readHeads(db, [], [...others])).users) heads.users.set(id, head);
    const movedUsers = [...heads.users].filter(([id, head]) => head > (known.headOf('user', id) ?? head));
    await this.#reseat(movedUsers.map(([id]) => id));
    if (batch.everything) await this.#endSessions();
    this.#settle('room', roomIds, heads.rooms);
    this.#settle('user', [...userIds, ...others], heads.users);
  }

  /** Brings in line with the database what rooms these users hear. */
  async #reseat(userIds: readonly string[]): Promise<void> {
    const { connections, db } = this.#deps;
    for (let start = 0; start < userIds.length; start += usersPerRead) {
      const seats = await readSeats(db, userIds.slice(start, start + usersPerRead));
      const watching = [...seats.keys()].flatMap((userId) =>
        [...connections.watchedBy(userId)].map((roomId) => ({ userId, roomId })),
      );
      for (const { userId, roomId } of await watchingInVain(db, watching)) connections.leave(roomId, [userId]);
      for (const [userId, roomIds] of seats) {
        const heard = connections.roomIdsOf(userId);
        const isStale = (roomId: string) => this.#moved.has(`${userId}/${roomId}`);
        for (const roomId of [...heard].filter((id) => !roomIds.has(id) && !isStale(id)))
          connections.leave(roomId, [userId]);
        for (const roomId of [...roomIds].filter((id) => !heard.has(id) && !isStale(id)))
          connections.join(roomId, [userId]);
      }
    }
  }

  async #endSessions(): Promise<void> {
    const { connections, db } = this.#deps;
    const sessionIds = [...connections.sessions().values()].flatMap((ofUser) => [...ofUser]);
    for (const [sessionId, reason] of await endedSessions(db, sessionIds)) connections.endSession(sessionId, reason);
  }

  /** Lets go what waited, and tells those who are behind. */
  #settle(kind: ScopeKind, ids: readonly string[], heads: ReadonlyMap<string, number>): void {
    const { bus, known } = this.#deps;
    const unheard = new Map<string, number>();
    for (const id of ids) {
      const head = heads.get(id) ?? 0;
      const before = known.headOf(kind, id);
      if (before === undefined) continue;
      if (before === null || before < head) unheard.set(id, head);
      known.reach(kind, id, head);
    }
    if (unheard.size === 0) return;
    if (!bus.isUp) return this.#tell(kind, unheard);
    // What was read may be on its way, too.
    setTimeout(() => {
      const missed = [...unheard].filter(([id, head]) => (known.seenOf(kind, id) ?? head) < head);
      this.#tell(kind, new Map(missed));
    }, holdMs).unref();
  }

  #tell(kind: ScopeKind, heads: ReadonlyMap<string, number>): void {
    const { connections } = this.#deps;
    if (kind === 'room') connections.tellHeads(heads, new Map());
    else connections.tellHeads(new Map(), heads);
  }
}
