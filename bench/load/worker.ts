/** A client process: opens its users' lines, sends what its senders have to send, and checks all that comes. */

import type { Endpoint, Line, LoadUser, OpenLine } from './line.ts';
import { openBare } from './lines/bare.ts';
import { openHongyan } from './lines/hongyan.ts';
import { openSocketIo } from './lines/socket-io.ts';
import { openXmpp } from './lines/xmpp.ts';
import { bodyOf, nowUs, readMarks } from './marks.ts';
import { Receiver, type Seen } from './receiver.ts';

/** One process's share of a scenario. */
export interface Share {
  endpoint: Endpoint;
  users: LoadUser[];
  /** Who sends where. `sender` is the scenario's index of the sender. */
  senders: { sender: number; user: number; room: number }[];
  /** Messages of one sender that wait for their answer at the same time. */
  inFlight: number;
  /** The pace of one sender; null sends as fast as the window allows. */
  perSecond: number | null;
}

export type ToWorker =
  | { do: 'open'; share: Share }
  | { do: 'send'; untilUs: number }
  | { do: 'progress' }
  | { do: 'report' };

export type FromWorker =
  | { is: 'open' }
  | { is: 'sent'; sent: Record<number, number>; refused: number }
  | { is: 'progress'; received: number }
  | { is: 'report'; seen: { user: number; room: number; seen: Seen }[]; arrivals: Arrivals[] }
  | { is: 'failed'; reason: string };

/** Of one sender: when each message was sent, and when the last receiver of this process had it. Microseconds. */
export interface Arrivals {
  sender: number;
  sentUs: number[];
  lastUs: number[];
}

const lines: Record<Endpoint['kind'], OpenLine> = {
  hongyan: openHongyan,
  bare: openBare,
  'socket.io': openSocketIo,
  xmpp: openXmpp,
};

let share: Share;
const open = new Map<number, Line>();
const receivers = new Map<number, Map<number, Receiver>>();
const arrivals = new Map<number, Arrivals>();
const say = (message: FromWorker) => process.send!(message);

async function openLines(): Promise<void> {
  const queue = [...share.users];
  const openNext = async () => {
    for (let user = queue.shift(); user; user = queue.shift()) {
      const { index, rooms } = user;
      receivers.set(index, new Map(rooms.map((room) => [room, new Receiver()])));
      open.set(index, await lines[share.endpoint.kind](share.endpoint, user, (text) => receive(index, text)));
    }
  };
  await Promise.all(Array.from({ length: 20 }, openNext));
  say({ is: 'open' });
}

function receive(user: number, text: string): void {
  const now = nowUs();
  const own = receivers.get(user)!;
  readMarks(text, (mark, whole) => {
    // A room that the user is not in counts as damage somewhere: it must not have come.
    const receiver = own.get(mark.room) ?? own.values().next().value!;
    receiver.take(mark, whole && own.has(mark.room));
    let of = arrivals.get(mark.sender);
    if (!of) {
      of = { sender: mark.sender, sentUs: [], lastUs: [] };
      arrivals.set(mark.sender, of);
    }
    of.sentUs[mark.n] = mark.sentUs;
    of.lastUs[mark.n] = now;
  });
}

async function sendAll(untilUs: number): Promise<void> {
  const sent: Record<number, number> = {};
  let refused = 0;
  const pump = async ({ sender, user, room }: Share['senders'][number]) => {
    const line = open.get(user)!;
    let n = 0;
    const startUs = nowUs();
    const one = async () => {
      while (nowUs() < untilUs) {
        if (share.perSecond !== null) await sleepUntil(startUs + (n / share.perSecond) * 1e6);
        const mark = { room, sender, n, sentUs: nowUs() };
        n += 1;
        await line.send(room, bodyOf(mark)).catch(() => {
          refused += 1;
        });
      }
    };
    await Promise.all(Array.from({ length: share.inFlight }, one));
    sent[sender] = n;
  };
  await Promise.all(share.senders.map(pump));
  say({ is: 'sent', sent, refused });
}

function sleepUntil(timeUs: number): Promise<void> {
  const ms = (timeUs - nowUs()) / 1000;
  return ms <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
}

function received(): number {
  let sum = 0;
  for (const own of receivers.values()) for (const receiver of own.values()) sum += receiver.received;
  return sum;
}

function report(): void {
  const seen = [...receivers].flatMap(([user, own]) =>
    [...own].map(([room, receiver]) => ({ user, room, seen: receiver.seen() })),
  );
  say({ is: 'report', seen, arrivals: [...arrivals.values()] });
}

process.on('message', (message: ToWorker) => {
  const fail = (error: unknown) => say({ is: 'failed', reason: String(error) });
  if (message.do === 'open') {
    share = message.share;
    openLines().catch(fail);
  } else if (message.do === 'send') sendAll(message.untilUs).catch(fail);
  else if (message.do === 'progress') say({ is: 'progress', received: received() });
  else report();
});
process.on('disconnect', () => process.exit(0));
