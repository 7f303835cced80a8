import { type Kysely, sql } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, type Migration, Migrator, NO_MIGRATIONS } from 'kysely/migration';
import * as first from './migrations/0001-first.ts';
import * as signInLocks from './migrations/0002-sign-in-locks.ts';
import { retryDeadlock } from './retry-deadlock.ts';

/** In order. A migration that was released is never changed; release N runs against the schema of N and of N + 1. */
const migrations: Record<string, Migration> = { '0001-first': first, '0002-sign-in-locks': signInLocks };

const newest = Object.keys(migrations).at(-1)!;

async function migrator<T>(db: Kysely<T>): Promise<Migrator> {
  // Asked before the migrator takes its connection: the pool may have no other.
  const known = { ...migrations, ...(await migrationsOfNewer(db)) };
  return new Migrator({ db, provider: { getMigrations: async () => known }, allowUnorderedMigrations: false });
}

/** A newer release may have gone further. This one still works with its schema, and has nothing to do for it. */
async function migrationsOfNewer<T>(db: Kysely<T>): Promise<Record<string, Migration>> {
  const table = await sql`select where to_regclass(${DEFAULT_MIGRATION_TABLE}) is not null`.execute(db);
  if (table.rows.length === 0) return {};
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(db);
  const newer = rows.filter(({ name }) => !Object.hasOwn(migrations, name) && name > newest);
  return Object.fromEntries(newer.map(({ name }) => [name, { up: async () => {} }]));
}

/**
 * Brings the schema up to this release. Several nodes may do so at once; one of them does it. Those that still write may
 * have locked the same tables in another order: then all is begun anew, for it is done in one transaction.
 */
export function migrateToLatest<T>(db: Kysely<T>): Promise<void> {
  return retryDeadlock(async () => {
    const { error } = await (await migrator(db)).migrateToLatest();
    if (error) throw error;
  });
}

/** Takes every migration back. */
export async function migrateDown<T>(db: Kysely<T>): Promise<void> {
  const { error } = await (await migrator(db)).migrateTo(NO_MIGRATIONS);
  if (error) throw error;
}
