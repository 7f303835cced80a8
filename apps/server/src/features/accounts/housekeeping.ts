import type { Clock } from '../../platform/clock/index.ts';
import { type Db, isTurn } from '../../platform/db/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Live } from '../../platform/realtime/index.ts';
import { noteConnectedSessions, unusedMs } from './sessions.ts';
import { forgetSessions } from './sessions-repo.ts';
import { forgetAttempts } from './sign-in-locks-repo.ts';
import { forgetMailTokens } from './tokens-repo.ts';

const hour = 3_600_000;
/** So long a link that is over still says why it does not work. */
const tokensKeptMs = 30 * 24 * hour;
/** Far longer than a login can be locked. */
const attemptsKeptMs = 24 * hour;

/**
 * What is done for accounts every hour: each node notes its own connections, and one of them forgets what is old.
 * Returns what ends it.
 */
export function keepHouse(deps: { db: Db; live: Live; clock: Clock; log: Log }): () => void {
  const { db, clock, log } = deps;
  const timer = setInterval(() => {
    noteConnectedSessions(deps).catch((error: unknown) => log.warn({ err: error }, 'connected sessions not touched'));
    forget(db, clock.now()).catch((error: unknown) => log.warn({ err: error }, 'old sessions and links not forgotten'));
  }, hour);
  timer.unref();
  return () => clearInterval(timer);
}

/** Each device that may still sign in was here after these sessions ended, and knows that they did. */
async function forget(db: Db, now: number): Promise<void> {
  if (!(await isTurn(db, 'forgotten_at', now, hour))) return;
  await forgetAttempts(db, now - attemptsKeptMs);
  await forgetSessions(db, now - unusedMs);
  await forgetMailTokens(db, now - tokensKeptMs);
}
