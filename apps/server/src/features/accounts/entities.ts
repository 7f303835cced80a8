import { defaultSettings, type Self, type Session, type Settings, type User } from '@hongyan/protocol';
import type { Selectable } from 'kysely';
import type { Database } from '../../platform/db/index.ts';

export type UserRow = Selectable<Database['users']>;
export type SessionRow = Selectable<Database['sessions']>;

/** What everybody may see of a user. */
export function toUser(
  row: Pick<UserRow, 'id' | 'name' | 'display_name' | 'bio' | 'avatar' | 'deleted_at' | 'profile_rev'>,
): User {
  return {
    id: row.id,
    name: row.name,
    displayName: row.display_name,
    bio: row.bio,
    avatar: row.avatar,
    deleted: row.deleted_at !== null,
    rev: row.profile_rev,
  };
}

/** What only the user sees. */
export function toSelf(row: UserRow): Self {
  return {
    id: row.id,
    email: row.email,
    newEmail: row.new_email,
    role: row.role,
    createdAt: row.created_at,
    rev: row.self_rev,
  };
}

export function toSettings(row: Pick<UserRow, 'settings' | 'settings_rev'>): Settings {
  return { ...defaultSettings, ...row.settings, rev: row.settings_rev };
}

export function toSession(row: SessionRow): Session {
  return {
    id: row.id,
    device: row.device,
    address: row.address,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    ended: row.ended_at !== null,
    rev: row.rev,
  };
}

export function canSignIn(row: UserRow): boolean {
  return row.verified_at !== null && row.disabled_at === null;
}

/** `locked` until a moment after too many failures; `disabled` by an administrator. */
export function accountState(row: UserRow, isLocked: boolean): 'unverified' | 'active' | 'locked' | 'disabled' {
  if (row.disabled_at !== null) return 'disabled';
  if (row.verified_at === null) return 'unverified';
  return isLocked ? 'locked' : 'active';
}
