import { type CommandArgs, limits, type User } from '@hongyan/protocol';
import type { Client } from '../api.ts';
import type { Replica } from '../state/replica.ts';
import type { Storage } from '../storage/storage.ts';

const gatherMs = 10;

/** Loads the profiles and the members that somebody here wants to see. */
export class People {
  readonly #replica: Replica;
  readonly #storage: Storage;
  readonly #call: Client['call'];
  readonly #refresh: (roomId: string) => Promise<void>;
  readonly #wanted = new Set<string>();
  /** Asked for once on this line; an id that nobody has is not asked for again. */
  readonly #asked = new Set<string>();
  readonly #members = new Map<string, Promise<void>>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: {
    replica: Replica;
    storage: Storage;
    call: Client['call'];
    /** Fetches a room that is not held. @throws ProblemError */
    refresh(roomId: string): Promise<void>;
  }) {
    this.#replica = deps.replica;
    this.#storage = deps.storage;
    this.#call = deps.call;
    this.#refresh = deps.refresh;
  }

  need(userIds: readonly string[]): void {
    for (const userId of userIds) {
      if (!this.#replica.users.has(userId) && !this.#asked.has(userId)) this.#wanted.add(userId);
    }
    if (this.#wanted.size > 0) this.#timer ??= setTimeout(() => void this.#load(), gatherMs);
  }

  /** The line is open: what could not be loaded before may be now. */
  resume(): void {
    this.#asked.clear();
    if (this.#wanted.size > 0) this.need([]);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** @throws ProblemError */
  loadMembers(roomId: string): Promise<void> {
    const loading = this.#members.get(roomId);
    if (loading) return loading;
    const promise = this.#loadMembers(roomId).finally(() => this.#members.delete(roomId));
    this.#members.set(roomId, promise);
    return promise;
  }

  async #load(): Promise<void> {
    this.#timer = undefined;
    const userIds = [...this.#wanted];
    for (const userId of userIds) this.#asked.add(userId);
    this.#wanted.clear();
    this.#replica.addUsers(await this.#storage.readUsers(userIds));
    const missing = userIds.filter((userId) => !this.#replica.users.has(userId));
    for (let start = 0; start < missing.length; start += limits.ids) {
      const part = missing.slice(start, start + limits.ids);
      const users = await this.#ask(part);
      if (users) this.#replica.addUsers(users);
      else for (const userId of part) this.#wanted.add(userId);
    }
  }

  /** @returns null if they could not be asked for now */
  async #ask(userIds: string[]): Promise<User[] | null> {
    try {
      return (await this.#call('user.get', { userIds })).users;
    } catch {
      return null;
    }
  }

  async #loadMembers(roomId: string): Promise<void> {
    if (!this.#replica.rooms.has(roomId)) await this.#refresh(roomId);
    if (this.#replica.rooms.get(roomId)?.whole) return;
    // A reset in the middle voids what was fetched; the second try starts from it.
    if (!(await this.#fetchMembers(roomId))) await this.#fetchMembers(roomId);
  }

  /** @returns false if the room was reset meanwhile */
  async #fetchMembers(roomId: string): Promise<boolean> {
    const fetch = this.#replica.fetches.begin(roomId);
    try {
      let after: string | undefined;
      for (;;) {
        const args: CommandArgs<'member.list'> = after === undefined ? { roomId } : { roomId, after };
        const { members, receipts, users, more } = await this.#call('member.list', args);
        this.#replica.addUsers(users);
        if (!this.#replica.addMembers(fetch, { members, receipts, whole: !more })) return false;
        after = members.at(-1)?.userId;
        // A room of thousands shows its first page; its members are found by name.
        const { memberCount } = this.#replica.rooms.get(roomId)!.room;
        if (!more || memberCount > limits.receiptMembers) return true;
      }
    } finally {
      this.#replica.fetches.end(fetch);
    }
  }
}
