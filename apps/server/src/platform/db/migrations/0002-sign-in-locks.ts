import { type Kysely, sql } from 'kysely';

/** What was typed is kept as a hash: it may be a password in the wrong field. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table sign_in_locks (
      login_hash bytea primary key,
      failed int not null,
      tried_at bigint not null,
      locked_until bigint not null
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table sign_in_locks`.execute(db);
}
