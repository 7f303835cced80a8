import type { Member, Message, Receipt, Room, User } from '@hongyan/protocol';
import { Dexie, type Table } from 'dexie';
import type { Intent, StoredOutgoing } from './storage.ts';

/**
 * The form of the rows that are copies of the server's. Raise it whenever a release reads them differently: they are
 * thrown away then and loaded anew. What only this device has (unsent messages, intents) stays.
 */
const form = 1;

/** The kinds of rows in the user's own scope. */
export type OwnKind =
  | 'self'
  | 'settings'
  | 'sessions'
  | 'subscriptions'
  | 'drafts'
  | 'saved'
  | 'contacts'
  | 'requests'
  | 'blocks';

export interface OwnRow {
  kind: OwnKind;
  key: string;
  row: { rev: number };
}

export interface RoomRow {
  id: string;
  room: Room;
  /** The newest message, so that a room list needs no other table. */
  newest: Message | null;
  /** Whether `members` holds all of them. */
  whole: boolean;
}

/** What one user's client keeps in the browser. */
export class Database extends Dexie {
  declare facts: Table<{ name: string; value: string | number }, string>;
  declare heads: Table<{ scope: string; rev: number }, string>;
  declare own: Table<OwnRow, [string, string]>;
  declare users: Table<User, string>;
  declare rooms: Table<RoomRow, string>;
  declare members: Table<Member, [string, string]>;
  declare receipts: Table<Receipt, [string, string]>;
  declare messages: Table<Message, [string, number]>;
  declare outgoing: Table<StoredOutgoing, string>;
  declare intents: Table<Intent, [string, string]>;

  constructor(userId: string) {
    super(`hongyan.${userId}`, { autoOpen: false });
    this.version(1).stores({
      facts: 'name',
      heads: 'scope',
      own: '[kind+key]',
      users: 'id',
      rooms: 'id',
      members: '[roomId+userId]',
      receipts: '[roomId+userId]',
      messages: '[roomId+seq]',
      outgoing: 'id',
      intents: '[kind+roomId]',
    });
    // Another tab signs out or brings a newer release: this one lets go, and must not make the database again.
    this.on('versionchange', () => {
      this.close();
      return false;
    });
  }

  /** The tables whose rows the server can give again. */
  copies(): Table[] {
    return [this.heads, this.own, this.users, this.rooms, this.members, this.receipts, this.messages];
  }

  /** Throws copies of another form away. */
  async checkForm(): Promise<void> {
    await this.transaction('rw', [this.facts, ...this.copies()], async () => {
      if ((await this.facts.get('form'))?.value === form) return;
      await Promise.all(this.copies().map((table) => table.clear()));
      await this.facts.put({ name: 'form', value: form });
    });
  }
}
