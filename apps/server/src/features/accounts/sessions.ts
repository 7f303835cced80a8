import type { IncomingMessage } from 'node:http';
import { type EndReason, ProblemError, socketProtocol } from '@hongyan/protocol';
import { parseCookie } from 'cookie';
import type { FastifyReply } from 'fastify';
import type { Clock } from '../../platform/clock/index.ts';
import { type Db, Lookup, nextUserRevs, type Tx } from '../../platform/db/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Live } from '../../platform/realtime/index.ts';
import type { Accounts } from './deps.ts';
import { toSession } from './entities.ts';
import { endSessions, type Identity, openSessions, sessionsByTokens, touchSessions } from './sessions-repo.ts';
import { hashToken } from './tokens.ts';

const cookieName = 'hongyan_session';
/** A device that is not used for so long is signed out. */
export const unusedMs = 90 * 24 * 3_600_000;
/** `lastSeenAt` is so exact and no more. */
const touchMs = 10 * 60_000;
const usersPerNote = 200;

/**
 * The token of a request: a browser's cookie, `Authorization: Bearer` (RFC 6750 §2.1), or the WebSocket subprotocol
 * `bearer.<token>`.
 */
export function sessionToken(request: IncomingMessage): string | null {
  const { authorization, cookie } = request.headers;
  if (authorization?.startsWith('Bearer ')) return authorization.slice('Bearer '.length);
  const protocols = request.headers['sec-websocket-protocol']?.split(',').map((name) => name.trim()) ?? [];
  const bearer = protocols.includes(socketProtocol) ? protocols.find((name) => name.startsWith('bearer.')) : undefined;
  if (bearer) return bearer.slice('bearer.'.length);
  return cookie === undefined ? null : (parseCookie(cookie)[cookieName] ?? null);
}

/**
 * Says who a token belongs to. Every request asks the database, so that a session that was ended, or whose account
 * was disabled, is refused from that moment on.
 */
export function createAuthenticator(options: { db: Db; live: Live; clock: Clock; log: Log }) {
  const { db, clock, log } = options;
  const touching = new Set<string>();
  const sessions = new Lookup((tokenHashes) => sessionsByTokens(db, tokenHashes, clock.now() - unusedMs));
  return async (token: string | null): Promise<Identity | null> => {
    if (token === null) return null;
    const now = clock.now();
    const found = await sessions.get(hashToken(token).toString('hex'));
    if (!found) return null;
    const { lastSeenAt, ...identity } = found;
    const { userId, sessionId } = identity;
    if (now - lastSeenAt > touchMs && !touching.has(sessionId)) {
      touching.add(sessionId);
      touch(options, now, new Map([[userId, new Set([sessionId])]]))
        .catch((error: unknown) => log.warn({ err: error }, 'session not touched'))
        .finally(() => touching.delete(sessionId));
    }
    return identity;
  };
}

/** Notes that sessions were in use at a moment, and tells their users' devices. */
async function touch(
  { db, live }: { db: Db; live: Live },
  now: number,
  sessions: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<void> {
  const { revs, touched } = await db.transaction().execute(async (tx) => {
    const revs = await nextUserRevs(tx, [...sessions.keys()]);
    const ids = [...sessions.values()].flatMap((ofUser) => [...ofUser]);
    return { revs, touched: await touchSessions(tx, ids, now, revs) };
  });
  const byUser = Map.groupBy(touched, (session) => session.user_id);
  for (const [userId, rev] of revs) {
    const own = byUser.get(userId) ?? [];
    live.user(userId, { scope: 'me', from: rev - 1, to: rev, sessions: own.map(toSession) });
  }
}

/** A device that stays connected is in use, though it asks for nothing. */
export async function noteConnectedSessions(deps: { db: Db; live: Live; clock: Clock }): Promise<void> {
  const users = [...deps.live.sessions()];
  for (let start = 0; start < users.length; start += usersPerNote) {
    await touch(deps, deps.clock.now(), new Map(users.slice(start, start + usersPerNote)));
  }
}

/** Turns the token of a browser's sign-in into a cookie that no script can read, and takes it away at the end. */
export function answerWithCookie(secure: boolean) {
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
  return (command: string, args: unknown, result: unknown, reply: FastifyReply): unknown => {
    if (command === 'account.signOut' || command === 'account.delete') void reply.clearCookie(cookieName, options);
    if (command !== 'account.signIn' || !(args as { cookie?: boolean }).cookie) return result;
    const { token, ...rest } = result as { token: string };
    void reply.setCookie(cookieName, token, { ...options, maxAge: 400 * 24 * 3600 });
    return rest;
  };
}

/** Ends sessions of a user within a transaction. Returns what closes their sockets and tells the other devices. */
export async function endSessionsOf(
  accounts: Pick<Accounts, 'live' | 'clock'>,
  tx: Tx,
  userId: string,
  which: (sessionId: string) => boolean,
  reason: EndReason,
): Promise<() => void> {
  const { live, clock } = accounts;
  const rev = (await nextUserRevs(tx, [userId])).get(userId)!;
  const chosen = (await openSessions(tx, userId)).map((session) => session.id).filter(which);
  const ended = await endSessions(tx, chosen, clock.now(), rev);
  return () => {
    for (const session of ended) live.endSession(session.id, reason);
    live.user(userId, { scope: 'me', from: rev - 1, to: rev, sessions: ended.map(toSession) });
  };
}

/** Signs out one device. @throws ProblemError `invalid` if it is not one of the user's open ones */
export async function endSession(accounts: Accounts, userId: string, sessionId: string): Promise<void> {
  const open = await openSessions(accounts.db, userId);
  if (!open.some((session) => session.id === sessionId)) throw new ProblemError('invalid', { field: 'sessionId' });
  await endWhere(accounts, userId, (id) => id === sessionId);
}

export async function endOtherSessions(accounts: Accounts, userId: string, sessionId: string): Promise<void> {
  await endWhere(accounts, userId, (id) => id !== sessionId);
}

async function endWhere(accounts: Accounts, userId: string, which: (id: string) => boolean): Promise<void> {
  const publish = await accounts.db
    .transaction()
    .execute((tx) => endSessionsOf(accounts, tx, userId, which, 'signed-out'));
  publish();
}
