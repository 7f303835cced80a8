import { defaultSettings, type Settings } from '@hongyan/protocol';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/index.ts';

/** What decides over whether one person may bring another into a room. */
export interface Person {
  id: string;
  displayName: string;
  groupsFrom: Settings['groupsFrom'];
  messagesFrom: Settings['messagesFrom'];
  /** Whether they have the asker among their contacts. */
  isContact: boolean;
  blockedByMe: boolean;
  blockedByThem: boolean;
  /** Rooms that they are in, threads apart: others bring one into those. */
  rooms: number;
}

/** Those of these people who can be reached at all: not deleted, not disabled, with a verified address. */
export async function peopleFor(db: Db | Tx, askerId: string, ids: readonly string[]): Promise<Map<string, Person>> {
  const { rows } = await sql<Person>`
    select u.id, u.display_name as "displayName",
      coalesce(u.settings ->> 'groupsFrom', ${defaultSettings.groupsFrom}) as "groupsFrom",
      coalesce(u.settings ->> 'messagesFrom', ${defaultSettings.messagesFrom}) as "messagesFrom",
      exists (select from contacts c where c.user_id = u.id and c.contact_id = ${askerId} and not c.deleted)
        as "isContact",
      exists (select from blocks b where b.user_id = ${askerId} and b.blocked_id = u.id and not b.deleted)
        as "blockedByMe",
      exists (select from blocks b where b.user_id = u.id and b.blocked_id = ${askerId} and not b.deleted)
        as "blockedByThem",
      (select count(*)::int from members m join rooms r on r.id = m.room_id
        where m.user_id = u.id and m.left_at is null and r.kind <> 'thread') as rooms
    from users u
    where u.id = any(${[...ids]}::uuid[])
      and u.deleted_at is null and u.disabled_at is null and u.verified_at is not null`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}
