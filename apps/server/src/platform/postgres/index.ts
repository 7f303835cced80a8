export { checkDatabase } from './check-database.ts';
export { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts';
