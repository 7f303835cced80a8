import { type Logger, pino } from 'pino';
import { asWords } from './as-words.ts';

export type Log = Logger;

export interface LogStream {
  write(line: string): void;
}

const secretKeys = ['password', 'token', 'secret', 'authorization', 'cookie'];

/**
 * A log of JSON lines, or of words when people read along. What is secret by its key or in an address is left out,
 * and of an error only type, code, message and stack stay: PostgreSQL's errors carry people's data.
 */
export function createLogger(level: string, stream: LogStream & { isTTY?: boolean } = process.stderr): Log {
  const write = (json: string) => stream.write(stream.isTTY ? asWords(withoutPasswords(json)) : withoutPasswords(json));
  return pino(
    {
      level,
      base: null,
      redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[secret]' },
      serializers: { err: describeError, url: withoutTokens },
    },
    { write },
  );
}

interface ErrorDescription {
  type: string;
  message: string;
  code?: string;
  stack?: string;
  cause?: ErrorDescription;
}

function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const stack = error.stack === undefined ? {} : { stack: error.stack };
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  return { type: error.name, message: error.message, ...code, ...stack, ...cause };
}

/** In addresses (RFC 3986 §3.2.1), wherever they stand. */
function withoutPasswords(text: string): string {
  return text.replace(/(\w+:\/\/[^\s:/@"]*:)[^\s/@"]+@/g, '$1[secret]@');
}

/** One-time tokens in the query of an address. */
function withoutTokens(url: unknown): string {
  return String(url).replace(/([?&](?:token|code)=)[^&#]+/g, '$1[secret]');
}
