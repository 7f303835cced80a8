import type { Handlers } from '../../platform/commands/index.ts';
import type { Db } from '../../platform/db/index.ts';
import { changesAfter, sync } from './sync.ts';

export function syncRoutes({ db }: { db: Db }): Pick<Handlers, 'sync' | 'changes'> {
  return {
    sync: (args, caller) => sync(db, caller.userId, args),
    changes: (args, caller) => changesAfter(db, caller.userId, args),
  };
}
