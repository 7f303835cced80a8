import type { Clock } from '../../platform/clock/index.ts';
import type { Rate, RateLimit, RateLimits } from '../../platform/commands/index.ts';
import type { Db, Tx } from '../../platform/db/index.ts';
import type { Live } from '../../platform/realtime/index.ts';

/** What this feature is given. */
export interface ContactDeps {
  db: Db;
  live: Live;
  clock: Clock;
  rateLimits: RateLimits;
  /** Makes the one direct room of two people if it is missing; takes the room's lock. `publish` after the commit. */
  ensureDirectRoom(tx: Tx, userId: string, otherId: string): Promise<{ publish(): void }>;
  /** Told after the commit when two people became contacts or no longer are, or one blocked or unblocked the other. */
  onRelationChanged(userId: string, otherId: string): void;
}

const hour = 3_600_000;

const rates = {
  /** So that nobody tries addresses one after the other. */
  find: { count: 60, perMs: 60_000 },
  request: { count: 120, perMs: hour },
  /** Requests to one and the same person. */
  requestTo: { count: 10, perMs: hour },
} satisfies Record<string, Rate>;

/** The feature's inside: what it is given, and what it keeps in memory. */
export interface Contacts extends ContactDeps {
  limits: Record<keyof typeof rates, RateLimit>;
}

export function createContacts(deps: ContactDeps): Contacts {
  const limits = {
    find: deps.rateLimits.make('contacts find', rates.find),
    request: deps.rateLimits.make('contacts request', rates.request),
    requestTo: deps.rateLimits.make('contacts requestTo', rates.requestTo),
  };
  return { ...deps, limits };
}
