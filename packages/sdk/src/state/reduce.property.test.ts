import type { Changes, Draft, Member, Message, Receipt, Room, Subscription } from '@hongyan/protocol';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { aDraft, aMember, aMessage, aReceipt, aRoom, aSubscription, idOf } from '../testing/rows.ts';
import { emptyMe, type MeState, reduceMe } from './me-state.ts';
import { type RoomState, reduceRoom } from './room-state.ts';

/**
 * What the server does, told in a few lines: every change stamps its rows with the scope's next revision, and catch-up
 * is all rows above a revision.
 */
class ModelRoom {
  readonly id = idOf('room', 1);
  room: Room = aRoom({ id: this.id, rev: 1 });
  readonly messages: Message[] = [];
  readonly members = new Map<string, Member>();
  readonly receipts = new Map<string, Receipt>();
  readonly pushes: Changes[] = [{ scope: this.id, from: 0, to: 1, room: this.room }];

  do({ kind, pick }: Op): void {
    const rev = this.room.rev + 1;
    const changes: Changes = { scope: this.id, from: rev - 1, to: rev };
    this.room = { ...this.room, rev };
    const target = this.messages[pick % Math.max(1, this.messages.length)];
    const userId = idOf('user', pick % 5);
    if (kind === 'member') {
      const member = aMember({ roomId: this.id, userId, left: pick % 2 === 0, rev });
      this.members.set(userId, member);
      changes.members = [member];
      this.room = { ...this.room, memberCount: [...this.members.values()].filter((one) => !one.left).length };
      changes.room = this.room;
    } else if (kind === 'receipt') {
      const receipt = aReceipt({ roomId: this.id, userId, readSeq: pick, rev });
      this.receipts.set(userId, receipt);
      changes.receipts = [receipt];
    } else if (kind === 'edit' && target) {
      const edited = { ...target, text: `edited ${pick}`, rev };
      this.messages[target.seq - 1] = edited;
      changes.messages = [edited];
    } else {
      const message = aMessage({ roomId: this.id, seq: this.messages.length + 1, rev });
      this.messages.push(message);
      this.room = { ...this.room, lastSeq: message.seq, lastAt: message.createdAt };
      changes.messages = [message];
    }
    this.pushes.push(changes);
  }

  after(rev: number): Changes {
    const since = <T extends { rev: number }>(rows: Iterable<T>) => [...rows].filter((row) => row.rev > rev);
    return {
      scope: this.id,
      from: rev,
      to: this.room.rev,
      room: this.room,
      messages: since(this.messages),
      members: since(this.members.values()),
      receipts: since(this.receipts.values()),
    };
  }
}

class ModelMe {
  rev = 0;
  readonly subscriptions = new Map<string, Subscription>();
  readonly drafts = new Map<string, Draft>();
  readonly pushes: Changes[] = [];

  do({ kind, pick }: Op): void {
    this.rev += 1;
    const roomId = idOf('room', pick % 4);
    const changes: Changes = { scope: 'me', from: this.rev - 1, to: this.rev };
    if (kind === 'edit' || kind === 'receipt') {
      const draft = aDraft({ roomId, text: pick % 3 === 0 ? '' : `draft ${pick}`, rev: this.rev });
      this.drafts.set(roomId, draft);
      changes.drafts = [draft];
    } else {
      const subscription = aSubscription({ roomId, readSeq: pick, left: pick % 3 === 0, rev: this.rev });
      this.subscriptions.set(roomId, subscription);
      changes.subscriptions = [subscription];
    }
    this.pushes.push(changes);
  }

  after(rev: number): Changes {
    const since = <T extends { rev: number }>(rows: Iterable<T>) => [...rows].filter((row) => row.rev > rev);
    return {
      scope: 'me',
      from: rev,
      to: this.rev,
      subscriptions: since(this.subscriptions.values()),
      drafts: since(this.drafts.values()),
    };
  }
}

interface Op {
  kind: 'message' | 'edit' | 'member' | 'receipt';
  pick: number;
}

/** What reaches the client and when: pushes by number, more than once or never, and catch-ups in between. */
type Delivery = { push: number } | 'catch-up';

const ops = fc.array(
  fc.record({ kind: fc.constantFrom('message', 'edit', 'member', 'receipt'), pick: fc.nat(50) }) as fc.Arbitrary<Op>,
  { minLength: 1, maxLength: 40 },
);
const deliveries = fc.array(
  fc.oneof(
    { weight: 9, arbitrary: fc.record({ push: fc.nat(40) }) },
    { weight: 1, arbitrary: fc.constant('catch-up' as const) },
  ),
  { maxLength: 120 },
) as fc.Arbitrary<Delivery[]>;

/** Delivers to a reducer that ignores what leaves a gap, and catches up at the end. */
function follow<S extends { head: number }>(
  reduce: (state: S | null, changes: Changes) => S | null,
  first: S | null,
  model: { pushes: Changes[]; after(rev: number): Changes },
  order: readonly Delivery[],
): S | null {
  const step = (state: S | null, changes: Changes) => reduce(state, changes) ?? state;
  const catchUp = (state: S | null) => step(state, model.after(state?.head ?? 0));
  return catchUp(
    order.reduce(
      (state: S | null, delivery) =>
        delivery === 'catch-up' ? catchUp(state) : step(state, model.pushes[delivery.push % model.pushes.length]!),
      first,
    ),
  );
}

const sorted = <T>(rows: ReadonlyMap<string, T>) => [...rows].sort(([a], [b]) => (a < b ? -1 : 1));

describe('any order, doubled and lost changes, then catch-up, lead to the server’s state', () => {
  it('of a room', () => {
    fc.assert(
      fc.property(ops, deliveries, (history, order) => {
        const model = new ModelRoom();
        for (const op of history) model.do(op);
        const state = follow<RoomState>(reduceRoom, null, model, order)!;
        return (
          fc.stringify([state.head, state.room, state.window, sorted(state.members), sorted(state.receipts)]) ===
          fc.stringify([model.room.rev, model.room, model.messages, sorted(model.members), sorted(model.receipts)])
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('of the user’s own rows', () => {
    fc.assert(
      fc.property(ops, deliveries, (history, order) => {
        const model = new ModelMe();
        for (const op of history) model.do(op);
        const reduce = (state: MeState | null, changes: Changes) => reduceMe(state ?? emptyMe, changes);
        const state = follow<MeState>(reduce, emptyMe, model, order)!;
        return (
          fc.stringify([state.head, sorted(state.subscriptions), sorted(state.drafts)]) ===
          fc.stringify([model.rev, sorted(model.subscriptions), sorted(model.drafts)])
        );
      }),
      { numRuns: 2_000 },
    );
  });
});
