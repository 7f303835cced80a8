import pg from 'pg';
import { StartupError } from '../config/index.ts';

const oldest = 14;
const patienceMs = 10_000;

/** Makes sure that the database behind `DATABASE_URL` can be used. @throws StartupError */
export async function checkDatabase(url: string): Promise<void> {
  const client = connectionTo(url);
  // An end of the connection between two questions is noticed by the next one.
  client.on('error', () => {});
  try {
    await client.connect();
    await check(client);
  } catch (error) {
    throw error instanceof StartupError ? error : explain(error, client);
  } finally {
    await client.end().catch(() => {});
  }
}

function connectionTo(url: string): pg.Client {
  try {
    return new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: patienceMs,
      query_timeout: patienceMs,
      application_name: 'hongyan',
    });
  } catch {
    throw new StartupError(
      'DATABASE_URL cannot be read as an address: write it as postgres://user:password@host:5432/database, with special characters of the password as %XX.',
    );
  }
}

interface Facts {
  version: number;
  encoding: string;
  /** Null without any schema on the search path. */
  may_create: boolean | null;
  is_replica: boolean;
}

async function check(client: pg.Client): Promise<void> {
  const { rows } = await client.query<Facts>(`
    select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
      has_schema_privilege(current_schema(), 'CREATE') as may_create, pg_is_in_recovery() as is_replica`);
  const { version, encoding, may_create: mayCreate, is_replica: isReplica } = rows[0]!;
  const major = Math.floor(version / 10_000);
  if (major < oldest) {
    throw new StartupError(
      `DATABASE_URL leads to PostgreSQL ${major}, and Hongyan needs ${oldest} or newer: update it or choose another one.`,
    );
  }
  if (encoding !== 'UTF8') {
    throw new StartupError(
      `The database ${client.database} has the encoding ${encoding}: make one with "create database hongyan encoding 'UTF8' template template0" and set DATABASE_URL to it.`,
    );
  }
  if (isReplica) {
    throw new StartupError('DATABASE_URL leads to a standby that cannot be written: set it to the primary server.');
  }
  if (!mayCreate) {
    throw new StartupError(
      `The user ${client.user} of DATABASE_URL may not make tables: give the database to it with "alter database ${client.database} owner to ${client.user}".`,
    );
  }
}

function explain(error: unknown, client: pg.Client): StartupError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const server = client.host.startsWith('/') ? client.host : `${client.host}:${client.port}`;
  const reason = error instanceof Error ? error.message : String(error);
  return new StartupError(
    texts(server, client)[code] ?? `The database at ${server} cannot be used (${reason}): check DATABASE_URL.`,
    {
      cause: error,
    },
  );
}

/** By Node's and PostgreSQL's codes (PostgreSQL 18, appendix A). */
function texts(server: string, client: pg.Client): Record<string, string> {
  const notThere = `No PostgreSQL answers at ${server}: start it, or set DATABASE_URL to where it is.`;
  const refused = `PostgreSQL at ${server} does not let the user ${client.user} in: check name and password in DATABASE_URL.`;
  return {
    ECONNREFUSED: notThere,
    ENOENT: notThere,
    ETIMEDOUT: notThere,
    EHOSTUNREACH: notThere,
    ENETUNREACH: notThere,
    ENOTFOUND: `There is no host ${client.host}: check DATABASE_URL.`,
    EAI_AGAIN: `The name ${client.host} cannot be looked up: check DATABASE_URL and this machine’s network.`,
    '28P01': refused,
    '28000': refused,
    '3D000': `There is no database ${client.database} at ${server}: make it with "create database", or check DATABASE_URL.`,
    '53300': `PostgreSQL at ${server} has no connection free: raise its max_connections or end other programs.`,
    '57P03': `PostgreSQL at ${server} is starting or stopping: wait a moment and start again.`,
  };
}
