import {
  type CommandArgs,
  type CommandName,
  type CommandResult,
  commands,
  type Locale,
  ProblemError,
} from '@hongyan/protocol';
import { Compile } from 'typebox/compile';
import { isUnavailable, retryDeadlock } from '../db/index.ts';
import { PersonLimits } from './person-limits.ts';
import { addressKey, type Rate } from './rate-limit.ts';
import type { RateLimits } from './rate-limits.ts';

export { addressKey, type Rate, type RateLimit } from './rate-limit.ts';
export { RateLimits } from './rate-limits.ts';

/** Where a command comes from. `userId` and the rest are null for somebody who is not signed in. */
export interface AnonymousCaller {
  userId: string | null;
  sessionId: string | null;
  /** The open socket, when the command came over one. */
  connectionId: string | null;
  /** The network address. */
  address: string;
  /** What the client calls itself. */
  userAgent: string;
  locale: Locale;
}

/** A signed-in user on one of their devices. */
export interface Caller extends AnonymousCaller {
  userId: string;
  sessionId: string;
}

type CallerOf<N extends CommandName> = (typeof commands)[N]['access'] extends 'anyone' ? AnonymousCaller : Caller;

/** One function for each command. Arguments are checked against the protocol before. */
export type Handlers = {
  [N in CommandName]: (args: CommandArgs<N>, caller: CallerOf<N>) => Promise<CommandResult<N>>;
};

/** Runs one command for a caller. @throws ProblemError for everything that a client can be told. */
export type RunCommand = (name: string, args: unknown, caller: AnonymousCaller) => Promise<unknown>;

/** For all who are not signed in behind one address, be it that of a whole school; a token that is none counts too. */
const strangersRate: Rate = { count: 600, perMs: 60_000 };

/**
 * The one way in, for HTTP and the socket alike: known, allowed, well-formed, not too often, then handled. When the
 * database cannot be asked in time the caller is told `overloaded` and may try again; `onUnavailable` is told why.
 */
export function commandRunner(
  handlers: Handlers,
  options: {
    rateLimits: RateLimits;
    /** Asked for each of an administrator's commands: the role may be given or taken while a socket is open. */
    isAdministrator(userId: string): Promise<boolean>;
    onUnavailable(error: unknown): void;
  },
): RunCommand {
  const { rateLimits, isAdministrator, onUnavailable } = options;
  const limits = new PersonLimits(rateLimits);
  const strangers = rateLimits.make('strangers', strangersRate);
  const checks = new Map(Object.entries(commands).map(([name, command]) => [name, Compile(command.args)]));
  return async (name, args, caller) => {
    const check = checks.get(name);
    if (!check) throw new ProblemError('unknown_command');
    if (caller.userId === null) strangers.take(addressKey(caller.address));
    const { access } = commands[name as CommandName];
    if (access !== 'anyone' && caller.userId === null) throw new ProblemError('not_signed_in');
    if (!check.Check(args)) throw new ProblemError('invalid', { field: badField(() => check.Errors(args)) });
    checkText(args, '');
    if (caller.userId !== null) limits.take(name as CommandName, caller.userId);
    const handle = handlers[name as CommandName] as (args: unknown, caller: AnonymousCaller) => Promise<unknown>;
    try {
      if (caller.userId !== null && access === 'administrator' && !(await isAdministrator(caller.userId)))
        throw new ProblemError('administrator_only');
      return await retryDeadlock(() => handle(args, caller));
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      onUnavailable(error);
      throw new ProblemError('overloaded');
    }
  };
}

function badField(findErrors: () => readonly { instancePath: string; params: object }[]): string {
  let errors: ReturnType<typeof findErrors>;
  try {
    errors = findErrors();
  } catch {
    // Nested too deeply to be searched.
    return 'body';
  }
  const deepest = errors.reduce(
    (best, error) => (error.instancePath.length > best.length ? error.instancePath : best),
    '',
  );
  if (deepest !== '') return deepest.slice(1).replaceAll('/', '.').slice(0, 80);
  const missing = errors.flatMap(({ params }): unknown =>
    'requiredProperties' in params ? params.requiredProperties : [],
  );
  return typeof missing[0] === 'string' ? missing[0].slice(0, 80) : 'body';
}

/** PostgreSQL refuses NUL and UTF-8 has no lone surrogates; either would fail late and take neighbours along. */
function checkText(value: unknown, path: string): void {
  if (typeof value === 'string') {
    if (value.includes('\0') || !value.isWellFormed()) throw new ProblemError('invalid', { field: path || 'body' });
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) checkText(inner, path === '' ? key : `${path}.${key}`);
  }
}
