import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { type Db, migrateToLatest, openDb } from '../platform/db/index.ts';

export interface TestDb {
  url: string;
  db: Db;
  close(): Promise<void>;
}

/** A fresh database with the newest schema on the test run's PostgreSQL, made from a template in a few milliseconds. */
export async function createTestDb(): Promise<TestDb> {
  const adminUrl = process.env['HONGYAN_TEST_POSTGRES'];
  if (!adminUrl) throw new Error('HONGYAN_TEST_POSTGRES is not set: run the tests with `npm test`');
  const template = await ensureTemplate(adminUrl);
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asAdmin(adminUrl, (admin) => admin.query(`create database ${name} template ${template}`));
  const url = withDatabase(adminUrl, name);
  const { db, close } = openDb(url, { max: 8, onError: () => {} });
  return {
    url,
    db,
    close: async () => {
      await close();
      await asAdmin(adminUrl, (admin) => admin.query(`drop database ${name} with (force)`));
    },
  };
}

async function ensureTemplate(adminUrl: string): Promise<string> {
  const folder = new URL('../platform/db/migrations/', import.meta.url);
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) hash.update(readFileSync(new URL(file, folder)));
  const name = `template_${hash.digest('hex').slice(0, 16)}`;
  await asAdmin(adminUrl, async (admin) => {
    // Several test processes may start at once; one of them makes the template.
    await admin.query('select pg_advisory_lock(20240501)');
    const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount) return;
    const draft = `${name}_draft`;
    await admin.query(`drop database if exists ${draft} with (force)`);
    await admin.query(`create database ${draft}`);
    const { db, close } = openDb(withDatabase(adminUrl, draft), { max: 1, onError: () => {} });
    await migrateToLatest(db);
    await close();
    await admin.query(`alter database ${draft} rename to ${name}`);
  });
  return name;
}

async function asAdmin<T>(adminUrl: string, use: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    return await use(admin);
  } finally {
    await admin.end();
  }
}

/** The same server, another database. Both forms of address are known: by host, and by socket folder in `?host=`. */
function withDatabase(adminUrl: string, name: string): string {
  return adminUrl.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${name}`);
}
