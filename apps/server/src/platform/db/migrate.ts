import type { Kysely } from 'kysely';
import { type Migration, Migrator, NO_MIGRATIONS } from 'kysely/migration';
import * as first from './migrations/0001-first.ts';

/** In order. A migration that was released is never changed; release N runs against the schema of N and of N + 1. */
const migrations: Record<string, Migration> = { '0001-first': first };

function migrator<T>(db: Kysely<T>) {
  return new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    // A newer release may already have gone further; this one still works with its schema.
    allowUnorderedMigrations: false,
  });
}

/** Brings the schema up to this release. Several nodes may do so at once; one of them does it. */
export async function migrateToLatest<T>(db: Kysely<T>): Promise<void> {
  const { error } = await migrator(db).migrateToLatest();
  if (error) throw error;
}

/** Takes every migration back. */
export async function migrateDown<T>(db: Kysely<T>): Promise<void> {
  const { error } = await migrator(db).migrateTo(NO_MIGRATIONS);
  if (error) throw error;
}
