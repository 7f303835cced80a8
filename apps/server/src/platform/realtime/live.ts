import type { Changes, EndReason, Head, PushFrame } from '@hongyan/protocol';
import { limits, ProblemError } from '@hongyan/protocol';
import type { Clock } from '../clock/index.ts';
import { type Connection, encodeFrame, type Frame } from './connection.ts';

/** A user with at least one connection that is open or opens. */
interface LiveUser {
  userId: string;
  connections: Set<Connection>;
  /** Connections that open: their user's rooms are being read. */
  opening: number;
  roomIds: Set<string>;
  /** Rooms left while a connection opens, which may have read them as the user's before. */
  leftRoomIds: Set<string>;
  head: number;
  /** By the monotonic clock, as `Connection.lastBeat`: a wall clock that jumps must not hide a move. */
  movedAt: number;
}

/** A room that somebody here looks at. */
interface LiveRoom {
  users: Set<LiveUser>;
  watchers: Set<Connection>;
  head: number;
  movedAt: number;
}

/** What the rest of the server may ask of the open connections. Nothing here waits or fails. */
export interface Live {
  /** Sends a room's changes to its members and watchers. Call it after the commit only. */
  room(changes: Changes): void;
  /** Sends a user's own changes to their devices. Call it after the commit only. */
  user(userId: string, changes: Changes): void;
  /** A frame that is not kept: typing. */
  pushRoom(roomId: string, frame: PushFrame, exceptUserId?: string): void;
  pushConnection(connectionId: string, frame: PushFrame): void;
  /** From now on, these users get the room live, or no longer. */
  join(roomId: string, userIds: readonly string[]): void;
  leave(roomId: string, userIds: readonly string[]): void;
  watch(connectionId: string, roomId: string): void;
  unwatch(connectionId: string, roomId: string): void;
  endSession(sessionId: string, reason: EndReason): void;
  endUser(userId: string, reason: EndReason, exceptSessionId?: string): void;
  /** The sessions that have an open connection, by user. */
  sessions(): Map<string, Set<string>>;
  /** Told when a connection opens or closes. */
  onConnection(listener: (userId: string, connectionId: string, open: boolean) => void): void;
}

export type ScopeKind = 'room' | 'user';

/** Told of which rooms and users this node has to hear, and of each seat that a user takes or leaves. */
export interface Needs {
  begin(kind: ScopeKind, id: string): void;
  end(kind: ScopeKind, id: string): void;
  moved(userId: string, roomId: string): void;
}

/** The connections of this node. */
export class LiveConnections implements Live {
  readonly #users = new Map<string, LiveUser>();
  readonly #rooms = new Map<string, LiveRoom>();
  readonly #connections = new Map<string, Connection>();
  readonly #listeners: ((userId: string, connectionId: string, open: boolean) => void)[] = [];
  #needs: Needs = { begin: () => {}, end: () => {}, moved: () => {} };
  readonly #clock: Clock;
  readonly #beat: NodeJS.Timeout;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#beat = setInterval(() => this.#heartbeat(), limits.heartbeatSeconds * 1000);
    this.#beat.unref();
  }

  get size(): number {
    return this.#connections.size;
  }

  /** Before there is any connection. */
  tellNeeds(needs: Needs): void {
    this.#needs = needs;
  }

  /**
   * Makes the user known while a connection of theirs opens, so that rooms they join or leave from now on are noticed.
   * Whoever calls it calls `endOpening` too, however it went.
   */
  beginOpening(userId: string): void {
    this.#userOf(userId).opening += 1;
  }

  endOpening(userId: string): void {
    const user = this.#userOf(userId);
    user.opening -= 1;
    if (user.opening === 0) user.leftRoomIds.clear();
    this.#forgetIfGone(user);
  }

  /** Their rooms, read after `beginOpening(userId)`, are heard from now on. Between that and `endOpening`. */
  enter(userId: string, roomIds: readonly string[]): void {
    const user = this.#userOf(userId);
    for (const roomId of roomIds) if (!user.leftRoomIds.has(roomId)) this.#enter(user, roomId);
  }

  /** Takes a connection in, between `enter` and `endOpening` of its user. */
  add(connection: Connection): void {
    this.#userOf(connection.userId).connections.add(connection);
    this.#connections.set(connection.id, connection);
    for (const listener of this.#listeners) listener(connection.userId, connection.id, true);
  }

  remove(connection: Connection): void {
    connection.closed();
    if (!this.#connections.delete(connection.id)) return;
    for (const roomId of [...connection.watched]) this.unwatch(connection.id, roomId, connection);
    const user = this.#users.get(connection.userId);
    user?.connections.delete(connection);
    if (user) this.#forgetIfGone(user);
    for (const listener of this.#listeners) listener(connection.userId, connection.id, false);
  }

  room(changes: Changes): void {
    if (this.#rooms.has(changes.scope)) this.deliverRoom(changes.scope, changes.to, encodeChanges(changes));
  }

  user(userId: string, changes: Changes): void {
    if (this.#users.has(userId)) this.deliverUser(userId, changes.to, encodeChanges(changes));
  }

  pushRoom(roomId: string, frame: PushFrame, exceptUserId?: string): void {
    if (this.#rooms.has(roomId)) this.pass(roomId, encodeFrame(frame), exceptUserId);
  }

  /** `room`, with the changes up to a revision as a frame. */
  deliverRoom(roomId: string, to: number, frame: Frame): void {
    const room = this.#rooms.get(roomId);
    if (!room) return;
    room.head = Math.max(room.head, to);
    room.movedAt = performance.now();
    this.#spread(room, frame);
  }

  /** `user`, with the changes up to a revision as a frame. */
  deliverUser(userId: string, to: number, frame: Frame): void {
    const user = this.#users.get(userId);
    if (!user) return;
    user.head = Math.max(user.head, to);
    user.movedAt = performance.now();
    for (const connection of user.connections) connection.push(frame);
  }

  /** `pushRoom`, with a frame. */
  pass(roomId: string, frame: Frame, exceptUserId?: string): void {
    const room = this.#rooms.get(roomId);
    if (room) this.#spread(room, frame, exceptUserId);
  }

  /** Says at once how far these rooms and users' own scopes are, to those who are in them. */
  tellHeads(rooms: ReadonlyMap<string, number>, users: ReadonlyMap<string, number>): void {
    const heads = new Map<Connection, Head[]>();
    const tell = (connection: Connection, head: Head) => {
      const own = heads.get(connection);
      if (own) own.push(head);
      else heads.set(connection, [head]);
    };
    for (const [userId, rev] of users) {
      for (const connection of this.#users.get(userId)?.connections ?? []) tell(connection, ['me', rev]);
    }
    for (const [roomId, rev] of rooms) {
      const room = this.#rooms.get(roomId);
      if (room) for (const connection of connectionsIn(room)) tell(connection, [roomId, rev]);
    }
    for (const [connection, own] of heads) {
      connection.push(encodeFrame({ push: 'heads', heads: own, time: this.#clock.now() } satisfies PushFrame));
    }
  }

  /** The rooms and the users that this node has to hear. */
  needed(): { roomIds: string[]; userIds: string[] } {
    return { roomIds: [...this.#rooms.keys()], userIds: [...this.#users.keys()] };
  }

  /** Those with a connection here who hear a room. */
  hearersOf(roomId: string): Set<string> {
    const room = this.#rooms.get(roomId);
    return new Set(room ? connectionsIn(room).map(({ userId }) => userId) : []);
  }

  /** The rooms of which a user is told as a member. */
  roomIdsOf(userId: string): ReadonlySet<string> {
    return this.#users.get(userId)?.roomIds ?? new Set();
  }

  /** The rooms that a user's connections look at without the user being in them. */
  watchedBy(userId: string): Set<string> {
    return new Set([...(this.#users.get(userId)?.connections ?? [])].flatMap(({ watched }) => [...watched]));
  }

  pushConnection(connectionId: string, frame: PushFrame): void {
    this.#connections.get(connectionId)?.push(encodeFrame(frame));
  }

  join(roomId: string, userIds: readonly string[]): void {
    for (const userId of userIds) {
      const user = this.#users.get(userId);
      if (!user) continue;
      user.leftRoomIds.delete(roomId);
      this.#enter(user, roomId);
    }
  }

  leave(roomId: string, userIds: readonly string[]): void {
    for (const userId of userIds) {
      const user = this.#users.get(userId);
      if (!user) continue;
      user.roomIds.delete(roomId);
      this.#needs.moved(userId, roomId);
      if (user.opening > 0) user.leftRoomIds.add(roomId);
      this.#exit(user, roomId);
      for (const connection of user.connections) this.unwatch(connection.id, roomId, connection);
    }
  }

  watch(connectionId: string, roomId: string): void {
    const connection = this.#connections.get(connectionId);
    if (!connection || connection.watched.has(roomId)) return;
    if (connection.watched.size >= limits.watchedRooms)
      throw new ProblemError('too_many', { limit: limits.watchedRooms });
    connection.watched.add(roomId);
    this.#roomOf(roomId).watchers.add(connection);
  }

  unwatch(connectionId: string, roomId: string, connection = this.#connections.get(connectionId)): void {
    const room = this.#rooms.get(roomId);
    if (!connection?.watched.delete(roomId) || !room) return;
    room.watchers.delete(connection);
    this.#forgetIfEmpty(roomId, room);
  }

  endSession(sessionId: string, reason: EndReason): void {
    for (const connection of this.#connections.values()) {
      if (connection.sessionId === sessionId) this.#end(connection, reason);
    }
  }

  endUser(userId: string, reason: EndReason, exceptSessionId?: string): void {
    for (const connection of [...(this.#users.get(userId)?.connections ?? [])]) {
      if (connection.sessionId !== exceptSessionId) this.#end(connection, reason);
    }
  }

  sessions(): Map<string, Set<string>> {
    const withConnection = [...this.#users.values()].filter((user) => user.connections.size > 0);
    return new Map(
      withConnection.map((user) => [user.userId, new Set([...user.connections].map(({ sessionId }) => sessionId))]),
    );
  }

  /** How many connections a user has, with those that open. */
  connectionsOf(userId: string): number {
    const user = this.#users.get(userId);
    return user ? user.connections.size + user.opening : 0;
  }

  onConnection(listener: (userId: string, connectionId: string, open: boolean) => void): void {
    this.#listeners.push(listener);
  }

  /** Closes everything: the server stops, clients come back by themselves. */
  close(): void {
    clearInterval(this.#beat);
    for (const connection of [...this.#connections.values()]) {
      connection.end(1012);
      this.remove(connection);
    }
  }

  #end(connection: Connection, reason: EndReason): void {
    connection.end(4001, { push: 'ended', reason });
    this.remove(connection);
  }

  #spread(room: LiveRoom, frame: Frame, exceptUserId?: string): void {
    for (const user of room.users) {
      if (user.userId === exceptUserId) continue;
      for (const connection of user.connections) connection.push(frame);
    }
    for (const connection of room.watchers) {
      const user = this.#users.get(connection.userId);
      const isMember = user !== undefined && room.users.has(user);
      if (!isMember && connection.userId !== exceptUserId) connection.push(frame);
    }
  }

  #heartbeat(): void {
    const now = performance.now();
    for (const connection of this.#connections.values()) {
      const heads: Head[] = [];
      const user = this.#users.get(connection.userId);
      if (user && user.movedAt >= connection.lastBeat) heads.push(['me', user.head]);
      for (const roomId of [...(user?.roomIds ?? []), ...connection.watched]) {
        const room = this.#rooms.get(roomId);
        if (room && room.movedAt >= connection.lastBeat) heads.push([roomId, room.head]);
      }
      connection.lastBeat = now;
      connection.push(encodeFrame({ push: 'heads', heads, time: this.#clock.now() } satisfies PushFrame));
      connection.probe();
    }
  }

  #userOf(userId: string): LiveUser {
    let user = this.#users.get(userId);
    if (!user) {
      const [connections, roomIds, leftRoomIds] = [new Set<Connection>(), new Set<string>(), new Set<string>()];
      user = { userId, connections, opening: 0, roomIds, leftRoomIds, head: 0, movedAt: 0 };
      this.#users.set(userId, user);
      this.#needs.begin('user', userId);
    }
    return user;
  }

  #roomOf(roomId: string): LiveRoom {
    let room = this.#rooms.get(roomId);
    if (!room) {
      room = { users: new Set(), watchers: new Set(), head: 0, movedAt: 0 };
      this.#rooms.set(roomId, room);
      this.#needs.begin('room', roomId);
    }
    return room;
  }

  #enter(user: LiveUser, roomId: string): void {
    user.roomIds.add(roomId);
    this.#needs.moved(user.userId, roomId);
    this.#roomOf(roomId).users.add(user);
  }

  #exit(user: LiveUser, roomId: string): void {
    const room = this.#rooms.get(roomId);
    if (!room) return;
    room.users.delete(user);
    this.#forgetIfEmpty(roomId, room);
  }

  #forgetIfGone(user: LiveUser): void {
    if (user.connections.size > 0 || user.opening > 0) return;
    for (const roomId of user.roomIds) this.#exit(user, roomId);
    this.#users.delete(user.userId);
    this.#needs.end('user', user.userId);
  }

  #forgetIfEmpty(roomId: string, room: LiveRoom): void {
    if (room.users.size > 0 || room.watchers.size > 0) return;
    this.#rooms.delete(roomId);
    this.#needs.end('room', roomId);
  }
}

function encodeChanges(changes: Changes): Frame {
  return encodeFrame({ push: 'changes', changes } satisfies PushFrame);
}

/** Each once, though somebody may watch a room that they are in. */
function connectionsIn(room: LiveRoom): Connection[] {
  return [...new Set([...[...room.users].flatMap((user) => [...user.connections]), ...room.watchers])];
}
