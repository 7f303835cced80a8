import { limits, nameKey, ProblemError, type Settings, type User } from '@hongyan/protocol';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/index.ts';
import { canSignIn, toSettings, toUser, type UserRow } from './entities.ts';

/** Profiles by id, deleted accounts too; unknown ids are left out. */
export async function usersByIds(db: Db | Tx, ids: readonly string[]): Promise<User[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('users')
    .select(['id', 'name', 'display_name', 'bio', 'avatar', 'deleted_at', 'profile_rev'])
    .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
    .execute();
  return rows.map(toUser);
}

/** The settings of users by id, with defaults for what they did not choose. */
export async function settingsOf(db: Db | Tx, ids: readonly string[]): Promise<Map<string, Settings>> {
  const rows = await db
    .selectFrom('users')
    .select(['id', 'settings', 'settings_rev'])
    .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, toSettings(row)]));
}

export async function userRow(db: Db | Tx, id: string): Promise<UserRow | undefined> {
  return db.selectFrom('users').selectAll().where('id', '=', id).where('deleted_at', 'is', null).executeTakeFirst();
}

/**
 * An account under its lock. Whoever changes an account takes it first, then rooms, then users' own scopes.
 * @throws ProblemError `user_not_found` once it is deleted
 */
export async function lockAccount(tx: Tx, id: string): Promise<UserRow> {
  const row = await tx
    .selectFrom('users')
    .selectAll()
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) throw new ProblemError('user_not_found');
  return row;
}

/** The account with exactly this name or e-mail address, without regard to case and width. */
export async function rowByLogin(db: Db | Tx, login: string): Promise<UserRow | undefined> {
  const key = nameKey(login);
  return (
    db
      .selectFrom('users')
      .selectAll()
      .where((eb) => eb.or([eb('name_key', '=', key), eb('email_key', '=', key)]))
      .where('deleted_at', 'is', null)
      // A name cannot hold an @, so an address and a name never meet.
      .executeTakeFirst()
  );
}

/** Somebody who can be reached: verified, not disabled, not deleted. */
export interface Person {
  user: User;
  settings: Settings;
}

export async function personById(db: Db | Tx, id: string): Promise<Person | null> {
  return toPerson(await userRow(db, id));
}

/** The person with exactly this name or e-mail address. */
export async function personByLogin(db: Db | Tx, login: string): Promise<Person | null> {
  return toPerson(await rowByLogin(db, login));
}

function toPerson(row: UserRow | undefined): Person | null {
  if (!row || !canSignIn(row)) return null;
  return { user: toUser(row), settings: toSettings(row) };
}

export interface NewUser {
  id: string;
  name: string;
  email: string;
  passwordHash: string;
  role: 'administrator' | 'user';
  /** Whether the address is free for them; otherwise it leads to its owner, and nobody can prove it for this account. */
  holdsEmail: boolean;
  verifiedAt: number | null;
  now: number;
}

/** Makes an account. Its own scope starts at revision 1, which holds the account and its settings. */
export async function insertUser(tx: Tx, user: NewUser): Promise<void> {
  await tx
    .insertInto('users')
    .values({
      id: user.id,
      name: user.name,
      name_key: nameKey(user.name),
      email: user.email,
      email_key: user.holdsEmail ? nameKey(user.email) : null,
      new_email: null,
      password_hash: user.passwordHash,
      display_name: user.name,
      avatar: null,
      role: user.role,
      verified_at: user.verifiedAt,
      disabled_at: null,
      deleted_at: null,
      created_at: user.now,
      self_rev: 1,
      settings: '{}',
      settings_rev: 1,
      status: null,
      last_seen_at: null,
    })
    .execute();
  await tx.insertInto('user_scopes').values({ user_id: user.id, rev: 1 }).execute();
}

export async function updateUser(
  db: Db | Tx,
  id: string,
  set: Partial<{
    password_hash: string;
    verified_at: number;
    disabled_at: number | null;
    email: string;
    email_key: string | null;
    role: UserRow['role'];
    new_email: string | null;
    display_name: string;
    bio: string;
    avatar: string | null;
    self_rev: number;
    settings: string;
    settings_rev: number;
  }>,
): Promise<UserRow> {
  return db.updateTable('users').set(set).where('id', '=', id).returningAll().executeTakeFirstOrThrow();
}

/** Stamps a changed profile. */
export async function bumpProfile(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable('users')
    .set((eb) => ({ profile_rev: eb('profile_rev', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

/**
 * Forgets accounts that never proved their address within their time, so that nobody can keep one of these names or
 * addresses; all but `exceptId`.
 */
export async function releaseUnverified(
  tx: Tx,
  logins: readonly string[],
  before: number,
  exceptId?: string,
): Promise<void> {
  const keys = logins.map(nameKey);
  await tx
    .deleteFrom('users')
    .where('verified_at', 'is', null)
    .where('created_at', '<', before)
    .where((eb) => eb.or([eb('name_key', 'in', keys), eb('email_key', 'in', keys)]))
    .$if(exceptId !== undefined, (query) => query.where('id', '!=', exceptId!))
    .execute();
}

/** Forgets the account that claims an address without proof: somebody else has just proven that it is theirs. */
export async function releaseUnproven(tx: Tx, email: string): Promise<void> {
  await tx.deleteFrom('users').where('verified_at', 'is', null).where('email_key', '=', nameKey(email)).execute();
}

/** Those who can do an administrator's work: with the role, verified, not disabled, not deleted. */
function administrators(db: Db | Tx) {
  return db
    .selectFrom('users')
    .select('id')
    .where('role', '=', 'administrator')
    .where('verified_at', 'is not', null)
    .where('disabled_at', 'is', null)
    .where('deleted_at', 'is', null);
}

export async function hasAdministrator(db: Db | Tx): Promise<boolean> {
  return (await administrators(db).limit(1).executeTakeFirst()) !== undefined;
}

export async function isAdministrator(db: Db | Tx, userId: string): Promise<boolean> {
  return (await administrators(db).where('id', '=', userId).executeTakeFirst()) !== undefined;
}

/**
 * The administrators' ids, under their accounts' locks. Whoever makes or unmakes one takes these before any other
 * account's, so that of two who do it at once the second sees what the first left.
 */
export async function lockAdministrators(tx: Tx): Promise<string[]> {
  const rows = await administrators(tx).orderBy('id').forNoKeyUpdate().execute();
  return rows.map((row) => row.id);
}

/** Leaves a tombstone: the id, so that old messages keep an author, and nothing else of the person. */
export async function eraseUser(tx: Tx, id: string, now: number): Promise<void> {
  await tx
    .updateTable('users')
    .set((eb) => ({
      name: '',
      name_key: null,
      email: '',
      email_key: null,
      new_email: null,
      password_hash: '',
      display_name: '',
      bio: '',
      avatar: null,
      role: 'user' as const,
      settings: '{}',
      status: null,
      last_seen_at: null,
      deleted_at: now,
      profile_rev: eb('profile_rev', '+', 1),
    }))
    .where('id', '=', id)
    .execute();
}

/** Forgets what only a deleted user saw. The caller holds the locks of their rooms and of their own scope. */
export async function eraseOwnRows(tx: Tx, id: string): Promise<void> {
  for (const table of ['mail_tokens', 'sessions', 'drafts', 'saved_messages', 'subscriptions'] as const) {
    await tx.deleteFrom(table).where('user_id', '=', id).execute();
  }
}

/** Accounts by name, after one of them. `query` is the beginning of a name or e-mail address. */
export async function listAccounts(db: Db, query: string, after: string | undefined): Promise<UserRow[]> {
  const start = `${nameKey(query).replace(/[\\%_]/g, '\\$&')}%`;
  return db
    .selectFrom('users')
    .selectAll()
    .where('deleted_at', 'is', null)
    .$if(query !== '', (rows) =>
      rows.where((eb) => eb.or([eb('name_key', 'like', start), eb('email_key', 'like', start)])),
    )
    .$if(after !== undefined, (rows) =>
      rows.where((eb) =>
        eb('name_key', '>', eb.selectFrom('users as last').select('last.name_key').where('last.id', '=', after!)),
      ),
    )
    .orderBy('name_key')
    .limit(limits.page + 1)
    .execute();
}

/** The mails of the outbox, newest first; their ids grow with time. */
export async function listMails(db: Db, before: string | undefined) {
  return db
    .selectFrom('mails')
    .select(['id', 'recipient', 'subject', 'body', 'created_at', 'sent_at', 'error'])
    .$if(before !== undefined, (rows) => rows.where('id', '<', before!))
    .orderBy('id', 'desc')
    .limit(limits.page + 1)
    .execute();
}

/** Takes a mail out of the outbox; one that is not there is no error. */
export async function deleteMail(db: Db, id: string): Promise<void> {
  await db.deleteFrom('mails').where('id', '=', id).execute();
}
