import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nearestName } from './nearest-name.ts';
import { type SettingName, type SettingValue, settings } from './settings.ts';
import { StartupError } from './startup-error.ts';
import { isNotAllowed } from './values.ts';

export { StartupError } from './startup-error.ts';

export interface Config {
  port: number;
  host: string;
  /** The public address, without a slash at its end. */
  url: string;
  /** An absolute path. */
  dataDir: string;
  /** Null stands for the embedded PostgreSQL. */
  databaseUrl: string | null;
  /** A copy of the database that history is read from; null reads all from the one. */
  databaseReplicaUrl: string | null;
  /** The servers of the bus between several nodes. Null says that there is one node. */
  natsUrls: readonly string[] | null;
  /** Null leaves the mails in the outbox. */
  smtpUrl: string | null;
  mailFrom: string;
  logLevel: SettingValue<'LOG_LEVEL'>;
  registration: 'open' | 'closed';
  /** Code points that a message may have. */
  messageLength: number;
  /** Minutes within which an author may recall; 0 means always. */
  recallMinutes: number;
  trustedProxies: readonly string[];
  /** What readers of `/metrics` send; null lets programs of this machine alone read them. */
  metricsToken: string | null;
}

/** What they are set to may hold passwords and is never repeated. */
const holdSecrets: ReadonlySet<SettingName> = new Set([
  'DATABASE_URL',
  'DATABASE_REPLICA_URL',
  'NATS_URL',
  'SMTP_URL',
  'METRICS_TOKEN',
]);

type Environment = Readonly<Record<string, string | undefined>>;

const ownFolder = fileURLToPath(new URL('../../../../../', import.meta.url));

/** Reads and checks the configuration. @throws StartupError that names the variable and what it may be */
export function loadConfig(env: Environment = process.env): Config {
  refuseUnknown(env);
  const port = read(env, 'HONGYAN_PORT') ?? 3000;
  if (read(env, 'NATS_URL') && !read(env, 'DATABASE_URL')) {
    throw new StartupError('NATS_URL is for several nodes on one database: set DATABASE_URL, too.');
  }
  const url = read(env, 'HONGYAN_URL') ?? `http://localhost:${port}`;
  return {
    port,
    host: read(env, 'HONGYAN_HOST') ?? 'localhost',
    url,
    dataDir: resolve(ownFolder, read(env, 'HONGYAN_DATA') ?? 'data'),
    databaseUrl: read(env, 'DATABASE_URL'),
    databaseReplicaUrl: read(env, 'DATABASE_REPLICA_URL'),
    natsUrls: read(env, 'NATS_URL'),
    smtpUrl: read(env, 'SMTP_URL'),
    mailFrom: read(env, 'MAIL_FROM') ?? `Hongyan <hongyan@${new URL(url).hostname}>`,
    logLevel: read(env, 'LOG_LEVEL') ?? 'info',
    registration: read(env, 'HONGYAN_REGISTRATION') ?? 'open',
    messageLength: read(env, 'HONGYAN_MESSAGE_LENGTH') ?? 4000,
    recallMinutes: read(env, 'HONGYAN_RECALL_MINUTES') ?? 10,
    trustedProxies: read(env, 'HONGYAN_TRUSTED_PROXIES') ?? [],
    metricsToken: read(env, 'METRICS_TOKEN'),
  };
}

/** The value of one variable; null when it is not set or empty, as container tools leave it. */
function read<N extends SettingName>(env: Environment, name: N): SettingValue<N> | null {
  const text = env[name]?.trim() ?? '';
  if (text === '') return null;
  const { value } = settings[name];
  try {
    return value.parse(text) as SettingValue<N>;
  } catch (error) {
    if (!isNotAllowed(error)) throw error;
    const shown = holdSecrets.has(name) ? 'what it is now' : `"${text}"`;
    throw new StartupError(`${name} cannot be ${shown}: set it to ${value.allowed}.`);
  }
}

/** A misspelt variable would be ignored without a word. `HONGYAN_TEST_*` belongs to the tests. */
function refuseUnknown(env: Environment): void {
  for (const name of Object.keys(env)) {
    if (!name.startsWith('HONGYAN_') || name.startsWith('HONGYAN_TEST_') || Object.hasOwn(settings, name)) continue;
    const nearest = nearestName(name, Object.keys(settings));
    throw new StartupError(
      `There is no setting ${name}: did you mean ${nearest}? docs/configuration.md lists them all.`,
    );
  }
}
