import closeWithGrace from 'close-with-grace';
import { compose } from './compose.ts';
import { systemClock } from './platform/clock/index.ts';
import { loadConfig, StartupError } from './platform/config/index.ts';
import { migrateToLatest, openDb } from './platform/db/index.ts';
import { createLogger } from './platform/log/index.ts';
import { checkDatabase, startEmbeddedPostgres } from './platform/postgres/index.ts';
