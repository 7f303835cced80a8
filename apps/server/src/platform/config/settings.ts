import { limits } from '@hongyan/protocol';
import type { Value } from './values.ts';
import * as values from './values.ts';

/** One variable of the environment. */
export interface Setting<T> {
  /** What it is for: a row of docs/configuration.md. */
  about: string;
  value: Value<T>;
  /** What holds when it is not set, in words. */
  otherwise: string;
}

function setting<T>(value: Value<T>, otherwise: string, about: string): Setting<T> {
  return { about, value, otherwise };
}

/** Every variable that the server reads. docs/configuration.md lists the same ones; a test holds them together. */
export const settings = {
  HONGYAN_PORT: setting(values.integer(1, 65_535), '3000', 'The port to listen on.'),
  HONGYAN_HOST: setting(
    values.hostName,
    'localhost',
    'The address to listen on. `localhost` is reached from this machine alone, `0.0.0.0` and `::` from everywhere.',
  ),
  HONGYAN_URL: setting(
    values.webAddress,
    'http://localhost: and the port',
    'The public address: what people type, and what links in mails begin with.',
  ),
  HONGYAN_DATA: setting(
    values.path,
    '`data` in Hongyan’s folder',
    'The data folder: the embedded PostgreSQL and the pictures. A relative path starts at Hongyan’s folder.',
  ),
  DATABASE_URL: setting(
    values.serviceAddress('postgres://user:password@host:5432/hongyan', 'postgres', 'postgresql'),
    'the embedded PostgreSQL',
    'A PostgreSQL (14 or newer, encoding UTF8) to use instead of the embedded one.',
  ),
  DATABASE_REPLICA_URL: setting(
    values.serviceAddress('postgres://user:password@replica:5432/hongyan', 'postgres', 'postgresql'),
    'history is read where all is',
    'A streaming replica of `DATABASE_URL` to read history from, as far as it has come.',
  ),
  NATS_URL: setting(
    values.serviceAddresses('nats://user:password@host:4222', 'nats', 'tls'),
    'there is one node',
    'The bus between several nodes on one `DATABASE_URL`: a NATS server, or those of a NATS cluster.',
  ),
  SMTP_URL: setting(
    values.serviceAddress('smtps://user:password@mail.example.com', 'smtp', 'smtps'),
    'mails stay in the outbox, where the administrator reads them',
    'The mail server that takes the mails.',
  ),
  MAIL_FROM: setting(values.mailbox, 'hongyan@ and the host of HONGYAN_URL', 'The sender of the mails.'),
  LOG_LEVEL: setting(
    values.oneOf('debug', 'info', 'warn', 'error', 'silent'),
    'info',
    'How much the log says. It goes to standard error: words on a terminal, JSON lines elsewhere.',
  ),
  HONGYAN_REGISTRATION: setting(
    values.oneOf('open', 'closed'),
    'open',
    'Whether anyone may make an account, or the administrator alone.',
  ),
  HONGYAN_MESSAGE_LENGTH: setting(
    values.integer(1, limits.messageLength),
    '4000',
    'The most characters that a message may have.',
  ),
  HONGYAN_RECALL_MINUTES: setting(
    values.integer(0, 525_600),
    '10',
    'Minutes within which authors may recall their messages; 0 means always.',
  ),
  HONGYAN_TRUSTED_PROXIES: setting(
    values.addresses,
    'none',
    'Proxies whose `X-Forwarded-*` headers are believed. Set it behind a proxy, or all people share one rate limit.',
  ),
  METRICS_TOKEN: setting(
    values.secret,
    'programs of this machine alone read them, and not through a proxy',
    'What readers of `/metrics` send as `Authorization: Bearer`, from wherever they are.',
  ),
} as const satisfies Record<string, Setting<unknown>>;

export type SettingName = keyof typeof settings;
export type SettingValue<N extends SettingName> = ReturnType<(typeof settings)[N]['value']['parse']>;
