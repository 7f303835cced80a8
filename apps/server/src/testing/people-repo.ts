import { createHash } from 'node:crypto';
import { nameKey } from '@hongyan/protocol';
import type { Db } from '../platform/db/index.ts';

export interface NewPerson {
  id: string;
  sessionId: string;
  token: string;
  name: string;
  email: string;
  role: 'administrator' | 'user';
  now: number;
}

/**
 * Puts verified people with one signed-in device each straight into the tables: hashing passwords would take most of a
 * test run's time. They have no password, so they cannot sign in again.
 */
export async function insertPeople(db: Db, people: readonly NewPerson[]): Promise<void> {
  await db
    .insertInto('users')
    .values(
      people.map(({ id, name, email, role, now }) => ({
        id,
        name,
        name_key: nameKey(name),
        email,
        email_key: nameKey(email),
        new_email: null,
        password_hash: '',
        display_name: name,
        avatar: null,
        role,
        verified_at: now,
        disabled_at: null,
        deleted_at: null,
        created_at: now,
        self_rev: 1,
        settings: '{}',
        settings_rev: 1,
        status: null,
        last_seen_at: null,
      })),
    )
    .execute();
  await db
    .insertInto('user_scopes')
    .values(people.map(({ id }) => ({ user_id: id, rev: 1 })))
    .execute();
  await insertSessions(db, people);
}

/** Signs people in on one more device each. */
export async function insertSessions(
  db: Db,
  people: readonly Pick<NewPerson, 'id' | 'sessionId' | 'token' | 'now'>[],
): Promise<void> {
  await db
    .insertInto('sessions')
    .values(
      people.map(({ id, sessionId, token, now }) => ({
        id: sessionId,
        user_id: id,
        token_hash: createHash('sha256').update(token).digest(),
        device: 'test',
        address: '127.0.0.1',
        created_at: now,
        last_seen_at: now,
        ended_at: null,
        rev: 1,
      })),
    )
    .execute();
}

/** The token of the newest link that was mailed to an address. */
export async function mailedToken(db: Db, email: string): Promise<string> {
  const mail = await db
    .selectFrom('mails')
    .select('body')
    .where('recipient', '=', email)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  const token = /token=([\w-]+)/.exec(mail.body)?.[1];
  if (!token) throw new Error(`no link in: ${mail.body}`);
  return token;
}
