import { ProblemError, type Status } from '@hongyan/protocol';
import type { Nodes } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Handlers } from '../../platform/commands/index.ts';
import type { Db } from '../../platform/db/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Live } from '../../platform/realtime/index.ts';
import { writeStatus } from './repo.ts';
import { PresenceTracker } from './tracker.ts';

export interface PresenceFeature {
  routes: Pick<Handlers, 'presence.watch' | 'presence.idle' | 'status.set'>;
  /** Call it after the commit of what changed a user's choices or status. */
  refresh(userId: string): void;
  /** Call it after the commit of what changed how two people stand to each other. */
  refreshPair(a: string, b: string): void;
  /** Writes when those who are here were last seen. */
  stop(): Promise<void>;
}

export function createPresence(options: { db: Db; live: Live; nodes: Nodes; clock: Clock; log: Log }): PresenceFeature {
  const { nodes, log } = options;
  const tracker = new PresenceTracker(options);
  const changes = nodes.channel<{ user: string } | { pair: [string, string] }>('presence changes');
  changes.on((change) => {
    if ('user' in change) tracker.refresh(change.user);
    else tracker.refreshPair(...change.pair);
  });
  // Changes that were told meanwhile did not get through.
  nodes.onCome((_, wasAway) => {
    if (wasAway) tracker.refreshAll().catch((error: unknown) => log.warn({ err: error }, 'presence is not refreshed'));
  });
  const refresh = (userId: string) => {
    tracker.refresh(userId);
    changes.tell({ user: userId });
  };
  return {
    routes: {
      'presence.watch': async ({ userIds }, { userId, connectionId }) => ({
        presences: connectionId
          ? await tracker.watch(userId, connectionId, [...new Set(userIds)])
          : await tracker.look(userId, [...new Set(userIds)]),
      }),
      'presence.idle': async ({ idle }, { userId, connectionId }) => {
        if (connectionId) tracker.setIdle(userId, connectionId, idle);
        return {};
      },
      'status.set': async ({ status }, { userId }) => {
        await writeStatus(options.db, userId, checkStatus(status, options.clock.now()));
        refresh(userId);
        return {};
      },
    },
    refresh,
    refreshPair: (a, b) => {
      tracker.refreshPair(a, b);
      changes.tell({ pair: [a, b] });
    },
    stop: () => tracker.stop(),
  };
}

/** An empty status is none. @throws ProblemError `invalid` if it is over already */
function checkStatus(status: Status | null, now: number): Status | null {
  if (status === null || (status.emoji.trim() === '' && status.text.trim() === '')) return null;
  if (status.until !== null && status.until <= now) throw new ProblemError('invalid', { field: 'status.until' });
  return status;
}
