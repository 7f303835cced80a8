import type { User } from '@hongyan/protocol';
import { Database } from './database.ts';
import { readHistory, readStart, readUsers } from './read-database.ts';
import type {
  AppliedChanges,
  Intent,
  RoomPart,
  Storage,
  StorageState,
  StoredHistory,
  StoredOutgoing,
  StoredStart,
} from './storage.ts';
import { clearScope, putNewer, tidy, writeChanges, writePart } from './write-database.ts';

/** Keeps one user's state in the browser's IndexedDB, or in memory where there is none. */
export function indexedDbStorage(userId: string): Storage {
  return new IndexedDbStorage(userId);
}

type Write = (db: Database) => Promise<unknown>;

/** How often old messages are looked for. */
const tidyMs = 30_000;

/** Some browsers never answer while something is wrong with their disk. */
const patienceMs = 5_000;

function inTime<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('IndexedDB does not answer')), patienceMs);
    void work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

class IndexedDbStorage implements Storage {
  readonly userId: string;
  readonly #db: Database;
  readonly #listeners: (() => void)[] = [];
  #state: StorageState = 'opening';
  /** Writes of one turn, which go to the disk in one transaction. */
  #queue: Write[] = [];
  readonly #opened = Promise.withResolvers<void>();
  #opening: Promise<StoredStart | null> | null = null;
  #flushed: Promise<void> = this.#opened.promise;
  #tidy: ReturnType<typeof setTimeout> | undefined;

  constructor(userId: string) {
    this.userId = userId;
    this.#db = new Database(userId);
  }

  state(): StorageState {
    return this.#state;
  }

  onState(listener: () => void): void {
    this.#listeners.push(listener);
  }

  open(): Promise<StoredStart | null> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  async readHistory(roomId: string): Promise<StoredHistory | null> {
    return (await this.#read((db) => readHistory(db, roomId))) ?? null;
  }

  async readUsers(userIds: readonly string[]): Promise<User[]> {
    return (await this.#read((db) => readUsers(db, userIds))) ?? [];
  }

  async readIntent(kind: Intent['kind'], roomId: string): Promise<Intent | null> {
    return (await this.#read((db) => db.intents.get([kind, roomId]))) ?? null;
  }

  saveSession(sessionId: string): void {
    void this.#write((db) => db.facts.put({ name: 'session', value: sessionId }));
  }

  saveChanges(applied: readonly AppliedChanges[]): void {
    void this.#write(async (db) => {
      for (const one of applied) await writeChanges(db, one);
    });
  }

  savePart(part: RoomPart): void {
    void this.#write((db) => writePart(db, part));
  }

  saveUsers(users: readonly User[]): void {
    void this.#write((db) => putNewer(db.users, users, (user) => user.id));
  }

  forgetRoom(roomId: string): void {
    void this.#write((db) => clearScope(db, roomId));
  }

  saveOutgoing(outgoing: StoredOutgoing): Promise<void> {
    return this.#write((db) => db.outgoing.put(outgoing));
  }

  deleteOutgoing(id: string): void {
    void this.#write((db) => db.outgoing.delete(id));
  }

  saveIntent(intent: Intent): void {
    void this.#write((db) => db.intents.put(intent));
  }

  deleteIntent(kind: Intent['kind'], roomId: string): void {
    void this.#write((db) => db.intents.delete([kind, roomId]));
  }

  async close(): Promise<void> {
    if (this.#opening) await this.#opening;
    else this.#opened.resolve();
    clearTimeout(this.#tidy);
    await this.#flushed;
    this.#db.close();
  }

  async destroy(): Promise<void> {
    await this.close();
    try {
      if (typeof indexedDB !== 'undefined') await this.#db.delete();
    } catch {
      // A browser that refuses has kept nothing either.
    }
    this.#become('memory');
  }

  async #open(): Promise<StoredStart | null> {
    try {
      const start = await inTime(this.#openDatabase());
      this.#become('persistent');
      this.#tidy = setTimeout(() => void this.#run(tidy), tidyMs);
      return start;
    } catch {
      this.#become('memory');
      this.#db.close();
      return null;
    } finally {
      this.#opened.resolve();
    }
  }

  async #openDatabase(): Promise<StoredStart> {
    if (typeof indexedDB === 'undefined') throw new Error('no IndexedDB here');
    await this.#db.open();
    await this.#db.checkForm();
    return readStart(this.#db);
  }

  /** Queues a write. Resolves once it is on the disk, or nothing can be kept. */
  #write(write: Write): Promise<void> {
    if (this.#state === 'memory') return Promise.resolve();
    this.#queue.push(write);
    if (this.#queue.length === 1) this.#flushed = this.#flushed.then(() => this.#flush());
    return this.#flushed;
  }

  async #flush(): Promise<void> {
    const writes = this.#queue;
    this.#queue = [];
    await this.#run((db) =>
      db.transaction('rw', db.tables, async () => {
        for (const write of writes) await write(db);
      }),
    );
  }

  async #read<T>(read: (db: Database) => Promise<T>): Promise<T | undefined> {
    await this.#flushed;
    return this.#run(read);
  }

  /** Does something with the database; if that fails (no room left, a private window) the storage is none from then on. */
  async #run<T>(work: (db: Database) => Promise<T>): Promise<T | undefined> {
    if (this.#state !== 'persistent') return undefined;
    try {
      return await work(this.#db);
    } catch {
      this.#become('memory');
      return undefined;
    }
  }

  #become(state: StorageState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
