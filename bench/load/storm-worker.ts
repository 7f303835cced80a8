/** A client process of `storm`: many SDK clients that lose their line in the same moment, some with words on their lips. */
import { type Client, createClient } from '@hongyan/sdk';
import { nowUs } from './marks.ts';
import { tapNetwork } from './tapped-network.ts';
import { serveWorker } from './worker-process.ts';

export interface StormClient {
  token: string;
  roomId: string;
}

export interface StormTalk {
  to:
    | { do: 'open'; url: string; clients: StormClient[] }
    /** Cuts all lines; then each of these clients says so many things. The network is there again at once. */
    | { do: 'cut'; writers: number[]; messages: number }
    /** Asks how many clients hold so many messages of their room, are online, and have nothing left to send. */
    | { do: 'progress'; messages: number }
    | { do: 'report' };
  from: { is: 'open' } | { is: 'cut'; sentIds: string[] } | { is: 'progress'; consistent: number } | StormReport;
}

export interface StormReport {
  is: 'report';
  /** When the last client was consistent. */
  lastUs: number;
  /** By client, the ids of the messages that they show, in order. */
  shown: string[][];
  slowestMs: number;
  slowestOpenMs: number;
}

interface Weathering extends StormClient {
  client: Client;
  consistentUs: number | null;
}

const openAtOnce = 20;
const network = tapNetwork();
let all: Weathering[] = [];

async function open(url: string, clients: StormClient[]): Promise<void> {
  const queue = [...clients];
  const openNext = async () => {
    for (let one = queue.shift(); one; one = queue.shift()) {
      const client = createClient({ url, token: one.token });
      client.store.subscribe(`timeline:${one.roomId}`, () => {});
      all.push({ ...one, client, consistentUs: null });
      client.start();
      await client.synced();
    }
  };
  await Promise.all(Array.from({ length: openAtOnce }, openNext));
  const order = new Map(clients.map(({ token }, index) => [token, index]));
  all = all.toSorted((a, b) => order.get(a.token)! - order.get(b.token)!);
}

function cut(writers: number[], messages: number): string[] {
  network.forget();
  for (const one of all) one.consistentUs = null;
  network.cut();
  network.mend();
  return writers.flatMap((index) => {
    const { client, roomId } = all[index]!;
    return Array.from({ length: messages }, (_, n) =>
      client.send(roomId, { text: `${n} of ${index}, said in the storm` }),
    );
  });
}

function isConsistent({ client, roomId }: Weathering, messages: number): boolean {
  const { messages: shown, outgoing } = client.store.timeline(roomId);
  return client.connection.get().state === 'online' && outgoing.length === 0 && shown.length >= messages;
}

function progress(messages: number): number {
  const now = nowUs();
  for (const one of all) if (one.consistentUs === null && isConsistent(one, messages)) one.consistentUs = now;
  return all.filter((one) => one.consistentUs !== null).length;
}

function report(): StormReport {
  return {
    is: 'report',
    lastUs: Math.max(...all.map((one) => one.consistentUs ?? nowUs())),
    shown: all.map(({ client, roomId }) => client.store.timeline(roomId).messages.map(({ id }) => id)),
    slowestMs: network.answered.reduce((slowest, { ms }) => Math.max(slowest, ms), 0),
    slowestOpenMs: network.opened.reduce((slowest, ms) => Math.max(slowest, ms), 0),
  };
}

serveWorker<StormTalk>(async (message) => {
  if (message.do === 'cut') return { is: 'cut', sentIds: cut(message.writers, message.messages) };
  if (message.do === 'progress') return { is: 'progress', consistent: progress(message.messages) };
  if (message.do === 'report') return report();
  await open(message.url, message.clients);
  return { is: 'open' };
});
