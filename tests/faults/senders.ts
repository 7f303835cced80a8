import type { Message } from '@hongyan/protocol';
import type { Client } from '@hongyan/sdk';
import { pause } from '../conformance/stage.ts';
import { add, type Count, countFaults, countUndetected, type FullCount } from './count.ts';

const recoveryMs = 120_000;

/** Waits until something is so, however long a restart takes. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + recoveryMs;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await pause(20);
  }
}

/** Somebody who sends numbered messages to every room until told to stop. */
export class Sender {
  readonly name: string;
  readonly client: Client;
  readonly sent = new Map<string, number>();

  constructor(name: string, client: Client) {
    this.name = name;
    this.client = client;
  }

  send(roomId: string): void {
    const number = (this.sent.get(roomId) ?? 0) + 1;
    this.sent.set(roomId, number);
    this.client.send(roomId, { text: `${this.name} ${number}` });
  }
}

/** All messages of a room as a client shows them, from the first to the last. */
async function readAll({ store, history }: Client, roomId: string): Promise<Message[]> {
  await history.open(roomId);
  await history.jumpToNewest(roomId);
  const all: Message[] = [];
  // A page at a time: a client lets go of the far end of a long history.
  let oldest = Number.POSITIVE_INFINITY;
  for (;;) {
    const { messages, hasOlder } = store.timeline(roomId);
    const page = messages.filter((message) => message.seq < oldest);
    all.unshift(...page);
    oldest = Math.min(oldest, messages[0]?.seq ?? 0);
    if (!hasOlder) return all;
    await history.loadOlder(roomId);
  }
}

/** What is wrong in these rooms as one client shows them. */
export async function countAt(client: Client, roomIds: readonly string[], senders: readonly Sender[]): Promise<Count> {
  const counts: Count[] = [];
  for (const roomId of roomIds) {
    const sent = new Map(senders.map((sender) => [sender.name, sender.sent.get(roomId) ?? 0]));
    const all = await readAll(client, roomId);
    counts.push(
      countFaults(
        all.map(({ text }) => text),
        sent,
      ),
    );
  }
  return counts.reduce(add);
}

/** What is wrong as these clients show it, and as they showed it before they asked for anything, beside a fresh one. */
export async function countEverywhere(
  clients: readonly Client[],
  fresh: Client,
  roomIds: readonly string[],
  senders: readonly Sender[],
): Promise<FullCount> {
  let undetected = 0;
  for (const roomId of roomIds) {
    const shown = clients.map(({ store }) => store.timeline(roomId).messages);
    const all = await readAll(fresh, roomId);
    for (const messages of shown) undetected += countUndetected(messages, all);
  }
  const everywhere = await Promise.all([...clients, fresh].map((client) => countAt(client, roomIds, senders)));
  return { ...everywhere.reduce(add), sent: everywhere[0]!.sent, undetected };
}
