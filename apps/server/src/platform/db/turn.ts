import { sql } from 'kysely';
import type { Db } from './schema.ts';

/** Of one period, so much may be missing: timers of different nodes do not run together. */
const slackMs = 60_000;

/**
 * Whether it is this node's turn to do what is done once in each period, whatever the number of nodes. Who is told so
 * does it; if they fail, it is left to the next period.
 * @param key what is to be done, as `server_state` names the time when it was
 */
export async function isTurn(db: Db, key: string, now: number, periodMs: number): Promise<boolean> {
  const { rows } = await sql`
    insert into server_state as s (key, value) values (${key}, ${String(now)})
    on conflict (key) do update set value = excluded.value
    where s.value::bigint <= ${now - periodMs + slackMs}::bigint
    returning 1`.execute(db);
  return rows.length > 0;
}
