import {
  type Changes,
  type CommandArgs,
  type CommandName,
  type CommandResult,
  type Head,
  limits,
  type ProblemError,
  type Scope,
} from '@hongyan/protocol';
import { Backoff } from '../line/backoff.ts';
import { askedWaitMs, asProblem, isPassing } from '../line/retry.ts';
import type { Replica } from '../state/replica.ts';
import type { Arrivals } from './arrivals.ts';

export interface SyncDeps {
  replica: Replica;
  /** Over the open socket only. */
  request<N extends CommandName>(name: N, args: CommandArgs<N>): Promise<CommandResult<N>>;
  /** Over the socket or over HTTP. */
  call: SyncDeps['request'];
  arrivals: Arrivals;
  isOpen(): boolean;
  /** The replica is where the server is. */
  onSynced(): void;
}

/** Gaps in more scopes than this are closed by one `sync`. */
const maxRepairs = 8;
const maxTries = 3;

/**
 * Keeps the replica where the server is. One loop does all of it: first a `sync` of everything, then `changes` for
 * every scope in which something is missing, until nothing is. What is pushed meanwhile goes straight into the replica
 * where it follows on what is held; where it does not, the gap is noted and closed by the loop.
 *
 * A scope is behind if it holds less than what the server was heard to have, since this line opened. A new line forgets
 * what was heard before: a restored backup may have less.
 */
export class Sync {
  readonly #deps: SyncDeps;
  readonly #backoff = new Backoff(1_000, 30_000);
  readonly #heard = new Map<Scope, number>();
  /** How often a repair brought nothing. */
  readonly #tries = new Map<Scope, number>();
  /** Counts lines; a loop of an earlier line ends by itself. */
  #line = 0;
  #all = false;
  #looping = false;

  constructor(deps: SyncDeps) {
    this.#deps = deps;
  }

  /** A new line is open. */
  begin(): void {
    this.#line += 1;
    this.#heard.clear();
    this.#tries.clear();
    this.#looping = false;
    this.everything();
  }

  /** Something was lost, and nobody knows what. */
  everything(): void {
    this.#all = true;
    this.#loop();
  }

  pushed(changes: Changes): void {
    const { scope, to } = changes;
    const gaps = this.#deps.replica.apply([changes], true);
    if (gaps.length > 0) this.#hear(scope, to);
    this.#loop();
  }

  heads(heads: readonly Head[]): void {
    for (const [scope, rev] of heads) this.#hear(scope, rev);
    this.#loop();
  }

  /** Sees to it that a room is held, and up to the present. */
  need(roomId: string, rev = 1): void {
    this.#hear(roomId, rev);
    this.#loop();
  }

  /** Asks for what happened in a room since what is held. @throws ProblemError */
  async refresh(roomId: string): Promise<void> {
    const { replica, call } = this.#deps;
    const changes = await call('changes', { scope: roomId, after: replica.head(roomId) });
    replica.apply([changes], false);
  }

  #hear(scope: Scope, rev: number): void {
    this.#heard.set(scope, Math.max(rev, this.#heard.get(scope) ?? 0));
  }

  #loop(): void {
    if (this.#looping || (!this.#all && this.#behind().length === 0)) return;
    this.#looping = true;
    const line = this.#line;
    void this.#run(() => line === this.#line && this.#deps.isOpen());
  }

  async #run(isOpen: () => boolean): Promise<void> {
    while (isOpen()) {
      try {
        const behind = this.#behind();
        if (this.#all || behind.length > maxRepairs) await this.#syncAll();
        else if (behind.length > 0) await Promise.all(behind.map((scope) => this.#repair(scope)));
        await this.#deps.arrivals.settle();
        if (!isOpen()) return;
        if (this.#all || this.#behind().length > 0) continue;
        this.#backoff.reset();
        this.#looping = false;
        this.#deps.onSynced();
        return;
      } catch (error) {
        if (isOpen()) await pause(Math.max(askedWaitMs(asProblem(error)), this.#backoff.next()));
      }
    }
  }

  /** Scopes of which more was heard than is held. */
  #behind(): Scope[] {
    const { replica } = this.#deps;
    for (const [scope, rev] of this.#heard) {
      const isMine = scope === 'me' || !replica.me.subscriptions.get(scope)?.left || replica.watched.has(scope);
      if (replica.head(scope) < rev && isMine) continue;
      this.#heard.delete(scope);
      this.#tries.delete(scope);
    }
    return [...this.#heard.keys()];
  }

  async #syncAll(): Promise<void> {
    this.#all = false;
    try {
      const rooms = this.#ownHeads();
      if (rooms.length <= limits.syncRooms) await this.#syncPart(() => this.#ownHeads().filter(([, rev]) => rev > 0));
      else {
        for (let start = 0; start < rooms.length; start += limits.syncRooms) {
          const part = rooms.slice(start, start + limits.syncRooms);
          await this.#syncPart(() => part.map(([roomId]) => [roomId, this.#deps.replica.head(roomId)]), true);
        }
      }
    } catch (error) {
      this.#all = true;
      throw error;
    }
    for (const [roomId, rev] of this.#ownHeads()) if (rev === 0) this.#hear(roomId, 1);
  }

  async #syncPart(rooms: () => [string, number][], only?: true): Promise<void> {
    const { replica, request } = this.#deps;
    for (;;) {
      const held = rooms().slice(0, limits.syncRooms);
      const args = { me: replica.head('me'), rooms: held, ...(only ? { only } : {}) };
      const { changes, more } = await request('sync', args);
      for (const scope of replica.apply(changes, false)) this.#hear(scope, 1);
      if (!more) return;
    }
  }

  /** The user's rooms and the revision held of each; 0 for those that have not come yet. */
  #ownHeads(): [string, number][] {
    const { replica } = this.#deps;
    return [...replica.me.subscriptions.values()]
      .filter((subscription) => !subscription.left)
      .map(({ roomId }) => [roomId, replica.head(roomId)]);
  }

  async #repair(scope: Scope): Promise<void> {
    const { replica, request } = this.#deps;
    const after = replica.head(scope);
    try {
      replica.apply([await request('changes', { scope, after })], false);
    } catch (error) {
      this.#refused(scope, asProblem(error));
    }
    if (replica.head(scope) !== after) this.#tries.delete(scope);
    else this.#tries.set(scope, (this.#tries.get(scope) ?? 0) + 1);
    // The server has no more than this, whatever was heard.
    if ((this.#tries.get(scope) ?? 0) >= maxTries) this.#heard.delete(scope);
  }

  /** A room that may not be read any more is forgotten; what passes is tried again. */
  #refused(scope: Scope, error: ProblemError): void {
    if (isPassing(error) || scope === 'me') throw error;
    this.#heard.delete(scope);
    this.#deps.replica.forget(scope);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
