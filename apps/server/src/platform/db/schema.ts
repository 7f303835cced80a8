import type {
  ContactRequest,
  Forwarded,
  MemberRole,
  Reaction,
  RoomEvent,
  RoomKind,
  Settings,
  Status,
} from '@hongyan/protocol';
import type { Generated, JSONColumnType, Kysely, Transaction } from 'kysely';

export type Db = Kysely<Database>;
export type Tx = Transaction<Database>;

/** The tables as the migrations leave them. Times are milliseconds, ids UUIDs. */
export interface Database {
  users: UsersTable;
  user_scopes: { user_id: string; rev: Generated<number> };
  sessions: SessionsTable;
  sign_in_locks: { login_hash: Buffer; failed: number; tried_at: number; locked_until: number };
  mail_tokens: MailTokensTable;
  mails: MailsTable;
  server_state: { key: string; value: string };
  contacts: ContactsTable;
  contact_requests: ContactRequestsTable;
  blocks: BlocksTable;
  rooms: RoomsTable;
  members: MembersTable;
  subscriptions: SubscriptionsTable;
  receipts: ReceiptsTable;
  messages: MessagesTable;
  message_versions: { room_id: string; message_id: string; version: number; body: string; created_at: number };
  reactions: { room_id: string; message_id: string; emoji: string; user_id: string; created_at: number };
  drafts: DraftsTable;
  saved_messages: SavedMessagesTable;
  invites: InvitesTable;
}

type Json<T> = JSONColumnType<T & object>;

export interface UsersTable {
  id: string;
  name: string;
  /** `nameKey(name)`; null once deleted. */
  name_key: string | null;
  email: string;
  email_key: string | null;
  new_email: string | null;
  password_hash: string;
  display_name: string;
  bio: Generated<string>;
  avatar: string | null;
  role: Generated<'administrator' | 'user'>;
  verified_at: number | null;
  disabled_at: number | null;
  deleted_at: number | null;
  created_at: number;
  profile_rev: Generated<number>;
  self_rev: Generated<number>;
  settings: Json<Partial<Settings>>;
  settings_rev: Generated<number>;
  status: JSONColumnType<Status, string | null, string | null> | null;
  last_seen_at: number | null;
}

export interface SessionsTable {
  id: string;
  user_id: string;
  token_hash: Buffer;
  device: string;
  address: string;
  created_at: number;
  last_seen_at: number;
  ended_at: number | null;
  rev: number;
}

export interface MailTokensTable {
  token_hash: Buffer;
  user_id: string;
  purpose: 'verify' | 'reset' | 'email';
  email: string;
  created_at: number;
  expires_at: number;
  used_at: number | null;
}

export interface MailsTable {
  id: string;
  recipient: string;
  subject: string;
  body: string;
  created_at: number;
  sent_at: number | null;
  attempts: Generated<number>;
  next_attempt_at: number;
  error: string | null;
}

export interface ContactsTable {
  user_id: string;
  contact_id: string;
  remark: Generated<string>;
  phone: Generated<string>;
  address: Generated<string>;
  notes: Generated<string>;
  group_name: Generated<string>;
  starred: Generated<boolean>;
  created_at: number;
  deleted: Generated<boolean>;
  rev: number;
}

export interface ContactRequestsTable {
  id: string;
  from_id: string;
  to_id: string;
  note: string;
  state: ContactRequest['state'];
  created_at: number;
  decided_at: number | null;
  /** Revision in the scope of the one who asked, and of the one who was asked. */
  from_rev: number;
  to_rev: number;
}

export interface BlocksTable {
  user_id: string;
  blocked_id: string;
  created_at: number;
  deleted: Generated<boolean>;
  rev: number;
}

export interface RoomsTable {
  id: string;
  kind: RoomKind;
  name: Generated<string>;
  topic: Generated<string>;
  avatar: string | null;
  pair_a: string | null;
  pair_b: string | null;
  parent_room_id: string | null;
  parent_message_id: string | null;
  created_by: string;
  created_at: number;
  archived_at: number | null;
  member_count: Generated<number>;
  last_seq: Generated<number>;
  last_at: number;
  all_mentions: Generated<number[]>;
  pins: Generated<string[]>;
  rev: Generated<number>;
}

export interface MembersTable {
  room_id: string;
  user_id: string;
  role: MemberRole;
  joined_at: number;
  left_at: number | null;
  rev: number;
}

export interface SubscriptionsTable {
  user_id: string;
  room_id: string;
  read_seq: Generated<number>;
  marked_unread: Generated<boolean>;
  muted: Generated<boolean>;
  pinned: Generated<boolean>;
  mentions: Generated<number[]>;
  joined_at: number;
  left_at: number | null;
  rev: number;
}

export interface ReceiptsTable {
  room_id: string;
  user_id: string;
  read_seq: number;
  read_at: number;
  rev: number;
}

export interface MessagesTable {
  room_id: string;
  seq: number;
  id: string;
  rev: number;
  author_id: string;
  body: string;
  created_at: number;
  edited_at: number | null;
  recalled_at: number | null;
  reply_to: string | null;
  mentions: Generated<string[]>;
  mentions_all: Generated<boolean>;
  forwarded: JSONColumnType<Forwarded[], string | null, string | null> | null;
  reactions: JSONColumnType<Reaction[], string | null, string | null> | null;
  event: JSONColumnType<RoomEvent, string | null, string | null> | null;
  thread_room_id: string | null;
  thread_count: Generated<number>;
  thread_last_at: Generated<number>;
  /** SHA-256 of what the client sent, so that a retry is told from another message with the same id. */
  sent_hash: Buffer;
  /** Whether anything happened to it since it was sent. */
  changed: Generated<boolean>;
}

export interface DraftsTable {
  user_id: string;
  room_id: string;
  body: string;
  reply_to: string | null;
  updated_at: number;
  rev: number;
}

export interface SavedMessagesTable {
  user_id: string;
  room_id: string;
  message_id: string;
  saved_at: number;
  deleted: Generated<boolean>;
  rev: number;
}

export interface InvitesTable {
  code: string;
  room_id: string;
  created_by: string;
  created_at: number;
  expires_at: number | null;
  max_uses: number;
  uses: Generated<number>;
  revoked_at: number | null;
}
