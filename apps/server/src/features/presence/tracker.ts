import type { Presence } from '@hongyan/protocol';
import type { Nodes } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Db } from '../../platform/db/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Live } from '../../platform/realtime/index.ts';
import { Elsewhere, type Sighting } from './elsewhere.ts';
import { LastSeen } from './last-seen.ts';
import { type Loaded, Loader } from './loader.ts';
import { readFacts, readRelations } from './repo.ts';
import { type Devices, type Facts, nobody, presenceOf, type Relation } from './view.ts';

/** A page that reloads is back before anybody sees it gone. */
const graceMs = 5_000;
/** Changes of a moment go out together. */
const gatherMs = 250;
/** After a crash, last seen is so far behind at most. */
const noteMs = 5 * 60_000;
const longestTimerMs = 2 ** 31 - 1;

/** A user who has a connection here, or whom somebody looks at; nobody else is in memory. */
interface Person {
  userId: string;
  /** Null until it is read. */
  facts: Facts | null;
  /** Whether nobody touches the device, by connection. */
  connections: Map<string, boolean>;
  /** Runs while the last connection is gone but the user still counts as here. */
  grace: NodeJS.Timeout | null;
  goneAt: number;
  wasIdle: boolean;
  watches: Set<Watch>;
  /** Runs until the custom status ends. */
  statusTimer: NodeJS.Timeout | null;
}

/** What one connection looks at. */
interface Watch {
  connectionId: string;
  viewerId: string;
  /** By user: how the viewer stands to them (null until it is read), and what the viewer was told last. */
  targets: Map<string, { relation: Relation | null; told: string }>;
}

/**
 * Who is here, and who looks at whom. All in memory: what happens on a device changes nothing in the database but,
 * rarely, `last_seen_at`; and what goes out needs no query. Viewers get what differs from what they were told. Each node
 * has its own connections and viewers, and tells the others of its devices.
 */
export class PresenceTracker {
  readonly #db: Db;
  readonly #live: Live;
  readonly #clock: Clock;
  readonly #loader: Loader;
  readonly #lastSeen: LastSeen;
  readonly #elsewhere: Elsewhere;
  readonly #people = new Map<string, Person>();
  readonly #watches = new Map<string, Watch>();
  #moved = new Set<Person>();
  #timer: NodeJS.Timeout | null = null;
  readonly #noting: NodeJS.Timeout;

  constructor(options: { db: Db; live: Live; nodes: Nodes; clock: Clock; log: Log }) {
    this.#db = options.db;
    this.#live = options.live;
    this.#clock = options.clock;
    this.#loader = new Loader({ db: options.db, log: options.log, apply: (loaded) => this.#apply(loaded) });
    this.#lastSeen = new LastSeen(options.db, options.log);
    this.#elsewhere = new Elsewhere(
      options.nodes,
      () => this.#here(),
      (sighting) => this.#sighted(sighting),
    );
    this.#noting = setInterval(() => this.#noteAll(), noteMs).unref();
    options.live.onConnection((userId, connectionId, open) => {
      if (open) this.#opened(userId, connectionId);
      else this.#closed(userId, connectionId);
    });
  }

  /** Reads a user's choices and status again. */
  refresh(userId: string): void {
    if (this.#people.has(userId)) this.#load([userId]);
  }

  /** Reads again how two people stand to each other, if one looks at the other. */
  refreshPair(a: string, b: string): void {
    const pairs = [
      { viewerId: a, targetId: b },
      { viewerId: b, targetId: a },
    ].filter(({ viewerId, targetId }) => {
      const watches = this.#people.get(targetId)?.watches ?? [];
      return [...watches].some((watch) => watch.viewerId === viewerId);
    });
    if (pairs.length > 0) this.#load([], pairs);
  }

  /** Reads everything again of those who are here or looked at: what changed may not have been told. */
  async refreshAll(): Promise<void> {
    const targets = [...this.#watches.values()].map(({ viewerId, targets }) => ({
      viewerId,
      ids: [...targets.keys()],
    }));
    await this.#loader.load(this.#people.keys());
    // One viewer after the other: all together would be a question too big for the database.
    for (const { viewerId, ids } of targets)
      await this.#loader.load(
        [],
        ids.map((targetId) => ({ viewerId, targetId })),
      );
  }

  setIdle(userId: string, connectionId: string, idle: boolean): void {
    const person = this.#people.get(userId);
    // A connection may close while its last command still runs.
    if (!person?.connections.has(connectionId)) return;
    person.connections.set(connectionId, idle);
    this.#tellElsewhere(person);
    this.#move(person);
  }

  /** From now on the connection is told of these users and no others. Answers how they are. */
  async watch(viewerId: string, connectionId: string, userIds: readonly string[]): Promise<Presence[]> {
    this.#endWatch(connectionId);
    if (!this.#people.get(viewerId)?.connections.has(connectionId)) return [];
    const watch: Watch = { connectionId, viewerId, targets: new Map() };
    this.#watches.set(connectionId, watch);
    for (const userId of userIds) {
      watch.targets.set(userId, { relation: null, told: '' });
      this.#personOf(userId).watches.add(watch);
    }
    const unknown = userIds.filter((userId) => this.#people.get(userId)!.facts === null);
    await this.#loader.load(
      unknown,
      userIds.map((targetId) => ({ viewerId, targetId })),
    );
    return this.#news(watch, userIds);
  }

  /** How users are, for somebody who does not stay. */
  async look(viewerId: string, userIds: readonly string[]): Promise<Presence[]> {
    const facts = await readFacts(this.#db, userIds);
    const relations = await readRelations(
      this.#db,
      userIds.map((targetId) => ({ viewerId, targetId })),
    );
    return userIds.map((userId, index) => {
      const devices = this.#devicesOf(userId);
      const read = this.#withNewestSeen(userId, facts.get(userId) ?? nobody);
      return presenceOf(userId, read, devices, relations[index]!, this.#clock.now());
    });
  }

  async stop(): Promise<void> {
    clearInterval(this.#noting);
    if (this.#timer) clearTimeout(this.#timer);
    this.#elsewhere.stop();
    this.#noteAll();
    for (const person of this.#people.values()) clearTimers(person);
    await this.#loader.stop();
    await this.#lastSeen.drain();
  }

  #opened(userId: string, connectionId: string): void {
    const person = this.#personOf(userId);
    if (person.grace) clearTimeout(person.grace);
    person.grace = null;
    person.connections.set(connectionId, false);
    if (person.facts === null) this.#load([userId]);
    this.#tellElsewhere(person);
    this.#move(person);
  }

  #closed(userId: string, connectionId: string): void {
    this.#endWatch(connectionId);
    const person = this.#people.get(userId);
    if (!person) return;
    const wasIdle = devicesHere(person) === 'idle';
    if (!person.connections.delete(connectionId)) return;
    if (person.connections.size > 0) {
      this.#tellElsewhere(person);
      return this.#move(person);
    }
    person.goneAt = this.#clock.now();
    person.wasIdle = wasIdle;
    person.grace = setTimeout(() => this.#gone(person), graceMs).unref();
  }

  #gone(person: Person): void {
    person.grace = null;
    this.#noteSeen(person, person.goneAt);
    this.#tellElsewhere(person);
    this.#move(person);
    this.#forgetIfUnneeded(person);
  }

  #tellElsewhere(person: Person): void {
    const devices = devicesHere(person);
    const seenAt = devices === 'gone' && isVisible(person) ? person.goneAt : null;
    this.#elsewhere.tell({ userId: person.userId, devices, seenAt });
  }

  #noteAll(): void {
    for (const person of this.#people.values()) {
      if (devicesHere(person) !== 'gone')
        this.#noteSeen(person, person.connections.size > 0 ? this.#clock.now() : person.goneAt);
    }
  }

  *#here(): Generator<Sighting> {
    for (const person of this.#people.values()) {
      const devices = devicesHere(person);
      if (devices !== 'gone') yield { userId: person.userId, devices, seenAt: null };
    }
  }

  /** Somebody's devices on another node. A node that died did not say when they were seen last: until now. */
  #sighted({ userId, devices, seenAt }: Sighting): void {
    if (seenAt !== null) this.#lastSeen.hear(userId, seenAt);
    const person = this.#people.get(userId);
    if (!person) return;
    if (devices === 'gone' && seenAt === null) this.#noteSeen(person, this.#clock.now());
    else if (seenAt !== null && person.facts) person.facts = this.#withNewestSeen(userId, person.facts);
    this.#move(person);
  }

  /** Who chose to be invisible was not seen. */
  #noteSeen(person: Person, at: number): void {
    if (!isVisible(person)) return;
    person.facts = { ...person.facts, lastSeenAt: Math.max(at, person.facts.lastSeenAt ?? 0) };
    this.#lastSeen.note(person.userId, at);
  }

  #load(userIds: readonly string[], pairs: Parameters<Loader['load']>[1] = []): void {
    this.#loader.load(userIds, pairs).catch(() => {});
  }

  #apply({ facts, relations }: Loaded): void {
    for (const [userId, read] of facts) {
      const person = this.#people.get(userId);
      if (person) this.#applyFacts(person, read);
    }
    for (const { viewerId, targetId, ...relation } of relations) {
      const person = this.#people.get(targetId);
      for (const watch of person?.watches ?? []) {
        if (watch.viewerId === viewerId) watch.targets.get(targetId)!.relation = relation;
      }
      if (person) this.#move(person);
    }
  }

  #applyFacts(person: Person, read: Facts): void {
    // Who becomes invisible is seen for the last time now.
    if (read.choice === 'offline' && devicesHere(person) !== 'gone') this.#noteSeen(person, this.#clock.now());
    person.facts = this.#withNewestSeen(person.userId, read);
    this.#waitForStatusEnd(person);
    this.#move(person);
  }

  #withNewestSeen(userId: string, read: Facts): Facts {
    if (read === nobody) return nobody;
    return { ...read, lastSeenAt: Math.max(read.lastSeenAt ?? 0, this.#lastSeen.newest(userId) ?? 0) || null };
  }

  #waitForStatusEnd(person: Person): void {
    if (person.statusTimer) clearTimeout(person.statusTimer);
    person.statusTimer = null;
    const left = (person.facts?.status?.until ?? 0) - this.#clock.now();
    if (left <= 0) return;
    const timer = setTimeout(
      () => {
        this.#move(person);
        this.#waitForStatusEnd(person);
      },
      Math.min(left, longestTimerMs),
    );
    person.statusTimer = timer.unref();
  }

  #endWatch(connectionId: string): void {
    const watch = this.#watches.get(connectionId);
    if (!watch) return;
    this.#watches.delete(connectionId);
    for (const userId of watch.targets.keys()) {
      const person = this.#people.get(userId)!;
      person.watches.delete(watch);
      this.#forgetIfUnneeded(person);
    }
  }

  #personOf(userId: string): Person {
    let person = this.#people.get(userId);
    if (!person) {
      person = {
        userId,
        facts: null,
        connections: new Map(),
        grace: null,
        goneAt: 0,
        wasIdle: false,
        watches: new Set(),
        statusTimer: null,
      };
      this.#people.set(userId, person);
    }
    return person;
  }

  #forgetIfUnneeded(person: Person): void {
    if (devicesHere(person) !== 'gone' || person.watches.size > 0) return;
    clearTimers(person);
    this.#people.delete(person.userId);
  }

  #move(person: Person): void {
    this.#moved.add(person);
    this.#timer ??= setTimeout(() => this.#tell(), gatherMs).unref();
  }

  #tell(): void {
    this.#timer = null;
    const moved = new Map<Watch, string[]>();
    for (const person of this.#moved) {
      for (const watch of person.watches) {
        const userIds = moved.get(watch);
        if (userIds) userIds.push(person.userId);
        else moved.set(watch, [person.userId]);
      }
    }
    this.#moved = new Set();
    for (const [watch, userIds] of moved) {
      const presences = this.#news(watch, userIds);
      if (presences.length > 0) this.#live.pushConnection(watch.connectionId, { push: 'presence', presences });
    }
  }

  /** All of a user's devices, on all nodes. */
  #devicesOf(userId: string): Devices {
    const here = devicesHere(this.#people.get(userId));
    if (here === 'active') return here;
    const elsewhere = this.#elsewhere.devicesOf(userId);
    return elsewhere === 'gone' ? here : elsewhere;
  }

  /** Of these users, those of whom the viewer was told something else last. */
  #news(watch: Watch, userIds: readonly string[]): Presence[] {
    const news: Presence[] = [];
    for (const userId of userIds) {
      const target = watch.targets.get(userId);
      const person = this.#people.get(userId);
      if (!target?.relation || !person?.facts) continue;
      const presence = presenceOf(userId, person.facts, this.#devicesOf(userId), target.relation, this.#clock.now());
      const told = JSON.stringify(presence);
      if (told === target.told) continue;
      target.told = told;
      news.push(presence);
    }
    return news;
  }
}

function isVisible(person: Person): person is Person & { facts: Facts } {
  return person.facts !== null && person.facts.choice !== 'offline';
}

/** A user's devices on this node. */
function devicesHere(person: Person | undefined): Devices {
  if (!person) return 'gone';
  if (person.connections.size === 0) {
    if (!person.grace) return 'gone';
    return person.wasIdle ? 'idle' : 'active';
  }
  return [...person.connections.values()].every(Boolean) ? 'idle' : 'active';
}

function clearTimers(person: Person): void {
  if (person.grace) clearTimeout(person.grace);
  if (person.statusTimer) clearTimeout(person.statusTimer);
}
