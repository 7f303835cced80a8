import type { CommandName } from '@hongyan/protocol';
import type { Rate, RateLimit } from './rate-limit.ts';
import type { RateLimits } from './rate-limits.ts';

const minute = 60_000;
const hour = 60 * minute;

/** For what is not named below. More than a person does, and than a busy bot needs. */
const usual: Rate = { count: 6_000, perMs: minute };

/** What is dear to answer, or is told to many. */
const rates: Partial<Record<CommandName, Rate>> = {
  sync: { count: 600, perMs: minute },
  'account.updateProfile': { count: 60, perMs: hour },
  'room.create': { count: 2_000, perMs: hour },
  'room.direct': { count: 2_000, perMs: hour },
  'room.list': { count: 600, perMs: minute },
  'room.archive': { count: 60, perMs: hour },
  'room.join': { count: 600, perMs: hour },
  'room.leave': { count: 600, perMs: hour },
  'room.setAvatar': { count: 60, perMs: hour },
  'room.type': { count: 600, perMs: minute },
  'room.update': { count: 600, perMs: hour },
  'member.list': { count: 1_200, perMs: minute },
  'member.add': { count: 2_000, perMs: hour },
  'invite.create': { count: 600, perMs: hour },
  'invite.preview': { count: 300, perMs: minute },
  'message.edit': { count: 1_200, perMs: minute },
  'message.react': { count: 1_200, perMs: minute },
  'message.pin': { count: 600, perMs: minute },
  'status.set': { count: 600, perMs: hour },
};

/**
 * How often one person may ask for each thing, counted over all their devices, sockets and addresses. What strangers
 * ask for is counted by address.
 */
export class PersonLimits {
  readonly #usual: RateLimit;
  readonly #named: ReadonlyMap<string, RateLimit>;

  constructor(limits: RateLimits) {
    this.#usual = limits.make('person', usual);
    this.#named = new Map(Object.entries(rates).map(([name, rate]) => [name, limits.make(`person ${name}`, rate)]));
  }

  /** Counts one. @throws ProblemError `rate_limited` */
  take(name: CommandName, userId: string): void {
    const named = this.#named.get(name);
    if (named) named.take(userId);
    else this.#usual.take(userId);
  }
}
