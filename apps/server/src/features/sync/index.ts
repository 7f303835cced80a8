import type { Handlers } from '../../platform/commands/index.ts';
import type { Db } from '../../platform/db/index.ts';
import { changesAfter, createSync } from './sync.ts';

export function syncRoutes({ db }: { db: Db }): Pick<Handlers, 'sync' | 'changes'> {
  const sync = createSync(db);
  return {
    sync: (args, caller) => sync(caller.userId, args),
    changes: (args, caller) => changesAfter(db, caller.userId, args),
  };
}
