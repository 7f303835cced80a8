import type { Changes } from '@hongyan/protocol';
import { lockUsers, nextUserRevs, type Tx } from '../../platform/db/index.ts';
import type { Live } from '../../platform/realtime/index.ts';
import { usersByIds } from '../accounts/index.ts';
import type { Contacts } from './deps.ts';

type Rows = Pick<Changes, 'contacts' | 'requests' | 'blocks'>;

/** What a transaction changes in users' own scopes. Each scope moves by one revision, and only if it is asked for. */
export class PairChange {
  readonly tx: Tx;
  readonly #revs = new Map<string, number>();
  readonly #rows = new Map<string, Required<Rows>>();

  constructor(tx: Tx) {
    this.tx = tx;
  }

  /** The revision that stamps what changes in this user's scope. */
  async rev(userId: string): Promise<number> {
    let rev = this.#revs.get(userId);
    if (rev === undefined) {
      rev = (await nextUserRevs(this.tx, [userId])).get(userId)!;
      this.#revs.set(userId, rev);
    }
    return rev;
  }

  /** Notes a row that this user is to see. */
  show(userId: string, rows: Rows): void {
    const all = this.#rows.get(userId) ?? { contacts: [], requests: [], blocks: [] };
    all.contacts.push(...(rows.contacts ?? []));
    all.requests.push(...(rows.requests ?? []));
    all.blocks.push(...(rows.blocks ?? []));
    this.#rows.set(userId, all);
  }

  /** Returns what tells both of them, after the commit. */
  async publisher(live: Live, userIds: readonly string[]): Promise<() => void> {
    const users = this.#revs.size === 0 ? [] : await usersByIds(this.tx, userIds);
    return () => {
      for (const [userId, rev] of this.#revs) {
        const others = users.filter((user) => user.id !== userId);
        live.user(userId, { scope: 'me', from: rev - 1, to: rev, ...this.#rows.get(userId), users: others });
      }
    };
  }
}

/**
 * Changes something between two people in one transaction, under the locks of both of their scopes: of two commands
 * that meet, the second sees what the first did. `withRoom` makes their direct room too; rooms lock before users.
 */
export async function changePair(
  contacts: Contacts,
  userIds: readonly [string, string],
  { withRoom }: { withRoom: boolean },
  change: (change: PairChange) => Promise<void>,
): Promise<void> {
  const publish = await contacts.db.transaction().execute(async (tx) => {
    const room = withRoom ? await contacts.ensureDirectRoom(tx, ...userIds) : null;
    await lockUsers(tx, userIds);
    const pair = new PairChange(tx);
    await change(pair);
    const publishPair = await pair.publisher(contacts.live, userIds);
    return () => {
      room?.publish();
      publishPair();
    };
  });
  publish();
}
