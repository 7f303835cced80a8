/** A client process: opens its users' lines, sends what its senders have to send, and checks all that comes. */

import type { Endpoint, Line, LoadUser, OpenLine } from './line.ts';
import { openBare } from './lines/bare.ts';
import { openHongyan } from './lines/hongyan.ts';
import { openSocketIo } from './lines/socket-io.ts';
import { openXmpp } from './lines/xmpp.ts';
import { bodyOf, nowUs, readMarks } from './marks.ts';
import { Receiver, type Seen } from './receiver.ts';
import { serveWorker } from './worker-process.ts';

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

/** What a client process is told and answers. */
export interface LoadTalk {
  to: { do: 'open'; share: Share } | { do: 'send'; untilUs: number } | { do: 'progress' } | { do: 'report' };
  from:
    | { is: 'open' }
    | { is: 'sent'; taken: Record<number, number>; refused: number }
    | { is: 'progress'; received: number }
    | Report;
}

/** What came to the users of this process. */
export interface Report {
  is: 'report';
  seen: { user: number; room: number; seen: Seen }[];
  arrivals: Arrivals[];
}

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

async function openLines(): Promise<LoadTalk['from']> {
  const queue = [...share.users];
  const openNext = async () => {
    for (let user = queue.shift(); user; user = queue.shift()) {
      const { index, rooms } = user;
      receivers.set(index, new Map(rooms.map((room) => [room, new Receiver()])));
      const { port, nodePorts = [port] } = share.endpoint;
      const endpoint = { ...share.endpoint, port: nodePorts[index % nodePorts.length]! };
      open.set(index, await lines[endpoint.kind](endpoint, user, (text) => receive(index, text)));
    }
  };
  await Promise.all(Array.from({ length: 20 }, openNext));
  return { is: 'open' };
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

async function sendAll(untilUs: number): Promise<LoadTalk['from']> {
  const taken: Record<number, number> = {};
  let refused = 0;
  const startUs = nowUs();
  const pump = async ({ sender, user, room }: Share['senders'][number]) => {
    const line = open.get(user)!;
    let n = 0;
    taken[sender] = 0;
    const one = async (sentUs: number) => {
      const mark = { room, sender, n, sentUs };
      n += 1;
      await line.send(room, bodyOf(mark)).then(
        () => (taken[sender]! += 1),
        () => (refused += 1),
      );
    };
    if (share.perSecond !== null) return atPace(startUs, untilUs, share.perSecond, one);
    const inTurn = async () => {
      while (nowUs() < untilUs) await one(nowUs());
    };
    await Promise.all(Array.from({ length: share.inFlight }, inTurn));
  };
  await Promise.all(share.senders.map(pump));
  return { is: 'sent', taken, refused };
}

/**
 * Sends at planned moments, whether earlier ones are answered or not, and counts each from the moment that was planned:
 * a server that stalls is charged for all that had to wait (no "coordinated omission").
 */
async function atPace(
  startUs: number,
  untilUs: number,
  perSecond: number,
  send: (plannedUs: number) => Promise<void>,
): Promise<void> {
  const sends: Promise<void>[] = [];
  // Senders do not all send in the same instant.
  const firstUs = startUs + (Math.random() / perSecond) * 1e6;
  for (let count = 0; ; count += 1) {
    const plannedUs = firstUs + (count / perSecond) * 1e6;
    if (plannedUs >= untilUs) break;
    await sleepUntil(plannedUs);
    sends.push(send(plannedUs));
  }
  await Promise.all(sends);
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

function report(): Report {
  const seen = [...receivers].flatMap(([user, own]) =>
    [...own].map(([room, receiver]) => ({ user, room, seen: receiver.seen() })),
  );
  return { is: 'report', seen, arrivals: [...arrivals.values()] };
}

serveWorker<LoadTalk>((message) => {
  if (message.do === 'send') return sendAll(message.untilUs);
  if (message.do === 'progress') return { is: 'progress', received: received() };
  if (message.do === 'report') return report();
  share = message.share;
  return openLines();
});
