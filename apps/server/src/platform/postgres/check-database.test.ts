import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDb, type TestDb } from '../../testing/test-db.ts';
import { checkDatabase } from './index.ts';

const latin = `latin_${randomBytes(6).toString('hex')}`;
let ready: TestDb;
let admin: pg.Client;

beforeAll(async () => {
  ready = await createTestDb();
  admin = new pg.Client({ connectionString: process.env['HONGYAN_TEST_POSTGRES'] });
  await admin.connect();
  await admin.query(`create database ${latin} encoding 'LATIN1' locale_provider libc locale 'C' template template0`);
});

afterAll(async () => {
  await admin.query(`drop database ${latin} with (force)`);
  await admin.end();
  await ready.close();
});

/** The same server, another database. */
function address(database: string): string {
  return ready.url.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${database}`);
}

describe('a PostgreSQL of one’s own', () => {
  it('is taken when it fits', async () => {
    await expect(checkDatabase(ready.url)).resolves.toBeUndefined();
  });

  it('is refused without the database', async () => {
    await expect(checkDatabase(address('not_there'))).rejects.toThrow(
      /^There is no database not_there at .*: make it with/,
    );
  });

  it('is refused with another encoding', async () => {
    await expect(checkDatabase(address(latin))).rejects.toThrow(
      /has the encoding LATIN1: make one with "create database/,
    );
  });

  it('is refused when nothing answers there, without repeating the password', async () => {
    const problem = await checkDatabase('postgres://hongyan:geheim@127.0.0.1:9/hongyan').catch(String);
    expect(problem).toContain('No PostgreSQL answers at 127.0.0.1:9: start it, or set DATABASE_URL');
    expect(problem).not.toContain('geheim');
  });

  it('is refused when the address cannot be read', async () => {
    await expect(checkDatabase('postgres://hongyan@host:port/x')).rejects.toThrow(
      /^DATABASE_URL cannot be read as an address/,
    );
  });
});
