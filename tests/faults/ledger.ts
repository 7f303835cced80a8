import { ProblemError } from '@hongyan/protocol';
import type { Db } from '../../apps/server/src/platform/db/index.ts';
import type { FullCount } from './count.ts';

/** What one sender was told of one message: where it is, or why it was refused; null if nothing was said. */
interface Entry {
  sender: string;
  roomId: string;
  id: string;
  told: { seq: number } | { code: string } | null;
}

/** What became of messages that somebody sends for themselves, each once, without the SDK's patience. */
export class Ledger {
  readonly #entries: Entry[] = [];

  /** Notes that a message is on its way. `settle` notes what was said of it. */
  begin(sender: string, roomId: string, id: string): { settle(told: { seq: number } | { code: string }): void } {
    const entry: Entry = { sender, roomId, id, told: null };
    this.#entries.push(entry);
    return {
      settle: (told) => {
        entry.told = told;
      },
    };
  }

  /** Sends, and notes what comes of it. */
  async note(sender: string, roomId: string, id: string, send: () => Promise<{ seq: number }>): Promise<void> {
    const { settle } = this.begin(sender, roomId, id);
    try {
      settle({ seq: (await send()).seq });
    } catch (error) {
      settle({ code: error instanceof ProblemError ? error.code : String(error) });
    }
  }

  get accepted(): number {
    return this.#entries.filter(({ told }) => told !== null && 'seq' in told).length;
  }

  /** How often each refusal was said. */
  get refusals(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { told } of this.#entries) {
      const code = told === null ? 'unanswered' : 'code' in told ? told.code : null;
      if (code !== null) counts[code] = (counts[code] ?? 0) + 1;
    }
    return counts;
  }

  /**
   * Compares what was said with what is there. Lost: acknowledged, and not at that place. Doubled: more than once.
   * Reordered: acknowledged to one sender in one order and written in another, for senders who wait for each answer.
   * Undetected: written, though its sender was told that it was refused for good.
   */
  async count(db: Db): Promise<FullCount> {
    const roomIds = [...new Set(this.#entries.map(({ roomId }) => roomId))];
    const rows = await db
      .selectFrom('messages')
      .select(['room_id', 'id', 'seq', 'body'])
      .where('room_id', 'in', roomIds)
      .where('event', 'is', null)
      .execute();
    const byId = new Map(rows.map((row) => [`${row.room_id}/${row.id}`, row]));
    const texts = new Set(rows.map((row) => `${row.room_id}/${row.body}`));
    const count: FullCount = {
      sent: this.#entries.length,
      lost: 0,
      doubled: rows.length - texts.size,
      reordered: 0,
      undetected: 0,
    };
    const last = new Map<string, number>();
    for (const { sender, roomId, id, told } of this.#entries) {
      const row = byId.get(`${roomId}/${id}`);
      if (row && told !== null && 'code' in told && !passing.has(told.code)) count.undetected += 1;
      if (told === null || 'code' in told) continue;
      if (row?.seq !== told.seq) count.lost += 1;
      const key = `${sender}/${roomId}`;
      if (told.seq < (last.get(key) ?? 0)) count.reordered += 1;
      last.set(key, told.seq);
    }
    return count;
  }
}

/** After these it is not known whether the message was written. */
const passing = new Set(['offline', 'overloaded', 'internal']);
