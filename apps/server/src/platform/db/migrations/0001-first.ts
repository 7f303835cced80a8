import { type Kysely, sql } from 'kysely';

/**
 * Times are milliseconds (bigint). `rev` columns hold the revision of the scope in which the row is visible.
 * Room-owned tables have `room_id` first in their primary key, so that they can be spread by room.
 */
const tables = [
  `create table users (
    id uuid primary key,
    name text not null,
    name_key text unique,
    email text not null,
    email_key text unique,
    new_email text,
    password_hash text not null,
    display_name text not null,
    bio text not null default '',
    avatar text,
    role text not null default 'user' check (role in ('administrator', 'user')),
    verified_at bigint,
    disabled_at bigint,
    deleted_at bigint,
    created_at bigint not null,
    profile_rev bigint not null default 1,
    self_rev bigint not null default 0,
    settings jsonb not null default '{}',
    settings_rev bigint not null default 0,
    status jsonb,
    last_seen_at bigint
  )`,
  // Apart from users, because it moves with every change of the user's own scope.
  `create table user_scopes (
    user_id uuid primary key references users on delete cascade,
    rev bigint not null default 0
  ) with (fillfactor = 70)`,
  `create table sessions (
    id uuid primary key,
    user_id uuid not null references users on delete cascade,
    token_hash bytea not null unique,
    device text not null,
    address text not null,
    created_at bigint not null,
    last_seen_at bigint not null,
    ended_at bigint,
    rev bigint not null
  )`,
  `create index sessions_by_user on sessions (user_id, rev)`,
  `create table mail_tokens (
    token_hash bytea primary key,
    user_id uuid not null references users on delete cascade,
    purpose text not null check (purpose in ('verify', 'reset', 'email')),
    email text not null,
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint
  )`,
  `create index mail_tokens_by_user on mail_tokens (user_id, purpose)`,
  `create table mails (
    id uuid primary key,
    recipient text not null,
    subject text not null,
    body text not null,
    created_at bigint not null,
    sent_at bigint,
    attempts int not null default 0,
    next_attempt_at bigint not null,
    error text
  )`,
  `create index mails_to_send on mails (next_attempt_at) where sent_at is null`,
  `create table server_state (key text primary key, value text not null)`,
  `create table contacts (
    user_id uuid not null references users on delete cascade,
    contact_id uuid not null references users on delete cascade,
    remark text not null default '',
    phone text not null default '',
    address text not null default '',
    notes text not null default '',
    group_name text not null default '',
    starred boolean not null default false,
    created_at bigint not null,
    deleted boolean not null default false,
    rev bigint not null,
    primary key (user_id, contact_id)
  )`,
  `create index contacts_by_rev on contacts (user_id, rev)`,
  `create table contact_requests (
    id uuid primary key,
    from_id uuid not null references users on delete cascade,
    to_id uuid not null references users on delete cascade,
    note text not null,
    state text not null check (state in ('pending', 'accepted', 'declined', 'withdrawn')),
    created_at bigint not null,
    decided_at bigint,
    from_rev bigint not null,
    to_rev bigint not null
  )`,
  `create unique index contact_requests_pending on contact_requests (from_id, to_id) where state = 'pending'`,
  `create index contact_requests_from on contact_requests (from_id, from_rev)`,
  `create index contact_requests_to on contact_requests (to_id, to_rev)`,
  `create table blocks (
    user_id uuid not null references users on delete cascade,
    blocked_id uuid not null references users on delete cascade,
    created_at bigint not null,
    deleted boolean not null default false,
    rev bigint not null,
    primary key (user_id, blocked_id)
  )`,
  `create index blocks_by_blocked on blocks (blocked_id)`,
  `create table rooms (
    id uuid primary key,
    kind text not null check (kind in ('direct', 'group', 'channel', 'thread')),
    name text not null default '',
    topic text not null default '',
    avatar text,
    pair_a uuid,
    pair_b uuid,
    parent_room_id uuid references rooms on delete cascade,
    parent_message_id uuid,
    created_by uuid not null,
    created_at bigint not null,
    archived_at bigint,
    member_count int not null default 0,
    last_seq bigint not null default 0,
    last_at bigint not null,
    all_mentions bigint[] not null default '{}',
    pins uuid[] not null default '{}',
    rev bigint not null default 0,
    unique (pair_a, pair_b),
    unique (parent_room_id, parent_message_id),
    check (pair_a < pair_b)
  ) with (fillfactor = 70)`,
  `create index rooms_channels on rooms (lower(name), id) where kind = 'channel'`,
  `create table members (
    room_id uuid not null references rooms on delete cascade,
    user_id uuid not null,
    role text not null check (role in ('owner', 'admin', 'member')),
    joined_at bigint not null,
    left_at bigint,
    rev bigint not null,
    primary key (room_id, user_id)
  )`,
  `create index members_by_rev on members (room_id, rev)`,
  `create index members_by_user on members (user_id) where left_at is null`,
  `create table subscriptions (
    user_id uuid not null,
    room_id uuid not null references rooms on delete cascade,
    read_seq bigint not null default 0,
    marked_unread boolean not null default false,
    muted boolean not null default false,
    pinned boolean not null default false,
    mentions bigint[] not null default '{}',
    joined_at bigint not null,
    left_at bigint,
    rev bigint not null,
    primary key (user_id, room_id)
  ) with (fillfactor = 70)`,
  `create index subscriptions_by_rev on subscriptions (user_id, rev)`,
  `create table receipts (
    room_id uuid not null references rooms on delete cascade,
    user_id uuid not null,
    read_seq bigint not null,
    read_at bigint not null,
    rev bigint not null,
    primary key (room_id, user_id)
  ) with (fillfactor = 70)`,
  // No foreign key to the room: whoever writes a message holds the room's row, and looking it up once more for each of
  // them was a fifth of what PostgreSQL does for a message.
  `create table messages (
    room_id uuid not null,
    seq bigint not null,
    id uuid not null,
    rev bigint not null,
    author_id uuid not null,
    body text not null,
    created_at bigint not null,
    edited_at bigint,
    recalled_at bigint,
    reply_to uuid,
    mentions uuid[] not null default '{}',
    mentions_all boolean not null default false,
    forwarded jsonb,
    reactions jsonb,
    event jsonb,
    thread_room_id uuid,
    thread_count int not null default 0,
    thread_last_at bigint not null default 0,
    sent_hash bytea not null,
    changed boolean not null default false,
    primary key (room_id, seq),
    unique (room_id, id)
  )`,
  // A message as it was sent needs no more than its place to be found by revision or time: both grow with it.
  `create index messages_changed on messages (room_id, rev) where changed`,
  `create table message_versions (
    room_id uuid not null references rooms on delete cascade,
    message_id uuid not null,
    version int not null,
    body text not null,
    created_at bigint not null,
    primary key (room_id, message_id, version)
  )`,
  `create table reactions (
    room_id uuid not null references rooms on delete cascade,
    message_id uuid not null,
    emoji text not null,
    user_id uuid not null,
    created_at bigint not null,
    primary key (room_id, message_id, emoji, user_id)
  )`,
  `create table drafts (
    user_id uuid not null references users on delete cascade,
    room_id uuid not null references rooms on delete cascade,
    body text not null,
    reply_to uuid,
    updated_at bigint not null,
    rev bigint not null,
    primary key (user_id, room_id)
  )`,
  `create table saved_messages (
    user_id uuid not null references users on delete cascade,
    room_id uuid not null references rooms on delete cascade,
    message_id uuid not null,
    saved_at bigint not null,
    deleted boolean not null default false,
    rev bigint not null,
    primary key (user_id, room_id, message_id)
  )`,
  `create table invites (
    code text primary key,
    room_id uuid not null references rooms on delete cascade,
    created_by uuid not null,
    created_at bigint not null,
    expires_at bigint,
    max_uses int not null,
    uses int not null default 0,
    revoked_at bigint
  )`,
  `create index invites_by_room on invites (room_id)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of tables) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table invites, saved_messages, drafts, reactions, message_versions, messages, receipts, subscriptions,
    members, rooms, blocks, contact_requests, contacts, server_state, mails, mail_tokens, sessions, user_scopes,
    users`.execute(db);
}
