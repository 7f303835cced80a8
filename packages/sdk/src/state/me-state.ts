import {
  type Block,
  type Changes,
  type Contact,
  type ContactRequest,
  type Draft,
  defaultSettings,
  type SavedMessage,
  type Self,
  type Session,
  type Settings,
  type Subscription,
} from '@hongyan/protocol';
import { type Rows, upsert } from './rows.ts';

/** The user's own rows, tombstones included: they keep an older row that comes again from coming back to life. */
export interface MeState {
  /** The revision up to which nothing is missing. */
  head: number;
  self: Self | null;
  settings: Settings;
  sessions: Rows<Session>;
  subscriptions: Rows<Subscription>;
  drafts: Rows<Draft>;
  saved: Rows<SavedMessage>;
  contacts: Rows<Contact>;
  requests: Rows<ContactRequest>;
  blocks: Rows<Block>;
}

export const emptyMe: MeState = {
  head: 0,
  self: null,
  settings: defaultSettings,
  sessions: new Map(),
  subscriptions: new Map(),
  drafts: new Map(),
  saved: new Map(),
  contacts: new Map(),
  requests: new Map(),
  blocks: new Map(),
};

export const savedKey = (saved: { roomId: string; messageId: string }) => `${saved.roomId}/${saved.messageId}`;

/** The state after these changes; null if there is a gap between what is held and what they start from. */
export function reduceMe(held: MeState, changes: Changes): MeState | null {
  if (!changes.reset && changes.from > held.head) return null;
  if (!changes.reset && changes.to <= held.head) return held;
  const base = changes.reset ? emptyMe : held;
  return {
    head: changes.to,
    self: newer(base.self, changes.self),
    settings: newer(base.settings, changes.settings),
    sessions: upsert(base.sessions, changes.sessions, (row) => row.id),
    subscriptions: upsert(base.subscriptions, changes.subscriptions, (row) => row.roomId),
    drafts: upsert(base.drafts, changes.drafts, (row) => row.roomId),
    saved: upsert(base.saved, changes.saved, savedKey),
    contacts: upsert(base.contacts, changes.contacts, (row) => row.userId),
    requests: upsert(base.requests, changes.requests, (row) => row.id),
    blocks: upsert(base.blocks, changes.blocks, (row) => row.userId),
  };
}

function newer<T extends { rev: number } | null>(held: T, row: NonNullable<T> | undefined): T {
  return row && (held === null || row.rev > held.rev) ? row : held;
}
