import type { Client } from '@hongyan/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Random } from '../conformance/random.ts';
import { pause } from '../conformance/stage.ts';
import { Cluster, type Person } from './cluster.ts';
import { add } from './count.ts';
import { countAt, Sender, until } from './senders.ts';

/** `npm run test:faults` is more patient than `npm test`. */
const asked = Number(process.env['HONGYAN_TEST_ROUNDS'] ?? 5);
const isLong = asked > 10;
const rounds = isLong ? asked : 2;
const awayMs = isLong ? 30_000 : 4_000;
const stillMs = isLong ? 60_000 : 12_000;
/** So long the database may be all that nodes hear of each other by. */
const patienceMs = 300_000;
const maxWaiting = 60;
const names = ['anna', '包包', 'chen', 'dora', 'emil', 'frida'];

let cluster: Cluster;
let clients: Client[];
let senders: Sender[];
let roomIds: string[];
/** What every fault is checked against: everybody writes in every room for as long as this is true. */
let isSending = true;
let sending: Promise<unknown>;
const figures: Record<string, number> = {};

beforeAll(async () => {
  cluster = await Cluster.open(3);
  const people = await cluster.people(...names);
  clients = await Promise.all(people.map((person) => cluster.client(person)));
  senders = names.map((name, index) => new Sender(name, clients[index]!));
  roomIds = await Promise.all(
    ['one', '二', 'three'].map(async (name) => {
      const id = crypto.randomUUID();
      const userIds = people.slice(1).map((person) => person.id);
      await clients[0]!.call('room.create', { id, kind: 'group', name, topic: '', userIds });
      return id;
    }),
  );
  await until('all are in the rooms', () => clients.every(({ store }) => roomIds.every((id) => store.room(id))));
  sending = Promise.all(senders.map(sendOn));
});
afterAll(async () => {
  isSending = false;
  await sending;
  await cluster?.close();
});

async function sendOn(sender: Sender): Promise<void> {
  while (isSending) {
    if (sender.client.store.outbox().length < maxWaiting) for (const roomId of roomIds) sender.send(roomId);
    await pause(100 + Math.random() * 200);
  }
}

/** Waits until everybody has heard, in every room, what everybody sent after this was called. Returns how long it took. */
async function untilAllHearAll(what: string): Promise<number> {
  const startedAt = performance.now();
  const missing = new Set<string>();
  const keyOf = (client: number, roomId: string, sender: string) => `${client}/${roomId}/${sender}`;
  const latest = new Map(
    senders.flatMap(({ name, sent }) => roomIds.map((id) => [`${name}/${id}`, sent.get(id) ?? 0])),
  );
  const ends = clients.map((client, index) => {
    for (const roomId of roomIds) for (const { name } of senders) missing.add(keyOf(index, roomId, name));
    return client.on('message', ({ roomId, text }) => {
      const [name = '', number] = text.split(' ');
      if (Number(number) > (latest.get(`${name}/${roomId}`) ?? Number.POSITIVE_INFINITY)) {
        missing.delete(keyOf(index, roomId, name));
      }
    });
  });
  await until(what, () => missing.size === 0);
  for (const end of ends) end();
  return Math.round(performance.now() - startedAt);
}

/** The figures of one fault, for those who read along. */
function note(fault: string, more: Record<string, number>): void {
  for (const [name, figure] of Object.entries(more)) figures[`${fault}_${name}`] = figure;
}

test('a node is killed: its people write on at another one, and who was only there is offline', {
  timeout: patienceMs,
}, async () => {
  const [grace, viewer] = (await cluster.people('grace', 'viewer')) as [Person, Person];
  const [pinned, watching] = [await cluster.client(grace, 2), await cluster.client(viewer, 0)];
  const endWatch = watching.watchPresence([grace.id]);
  const stateOf = () => watching.store.presence(grace.id)?.state;
  await until('grace is here', () => stateOf() === 'online');
  await cluster.killNode(2);
  const killedAt = performance.now();
  note('kill', { consistent_ms: await untilAllHearAll('all hear each other without the node') });
  await until('grace is offline', () => stateOf() === 'offline');
  note('kill', { offline_ms: Math.round(performance.now() - killedAt) });
  expect(watching.store.presence(grace.id)?.lastSeenAt).toBeGreaterThan(Date.now() - 60_000);
  await cluster.startNode(2);
  await until('grace is back', () => stateOf() === 'online' || (pinned.reconnect(), false));
  endWatch();
});

test('NATS dies and comes back: nodes hear of each other meanwhile, and after', { timeout: patienceMs }, async () => {
  await cluster.killNats();
  note('nats', { away_ms: await untilAllHearAll('all hear each other without NATS') });
  await pause(awayMs);
  await cluster.startNats();
  note('nats', { back_ms: await untilAllHearAll('all hear each other with NATS again') });
});

test('who is signed out, taken out or taken in while NATS is away is so on every node', {
  timeout: patienceMs,
}, async () => {
  const [owner, out, comes] = (await cluster.people('owner', 'out', 'comes')) as [Person, Person, Person];
  const [owners, outs, arrivals] = [
    await cluster.client(owner, 0),
    await cluster.client(out, 2),
    await cluster.client(comes, 2),
  ];
  const second = await cluster.client(await cluster.device(owner), 2);
  const roomId = crypto.randomUUID();
  await owners.call('room.create', { id: roomId, kind: 'group', name: 'door', topic: '', userIds: [out.id] });
  await until('they are in', () => outs.store.room(roomId) !== null && second.store.room(roomId) !== null);
  const heardOut: string[] = [];
  outs.on('message', ({ text }) => heardOut.push(text));
  const ended = new Promise((resolve) => second.on('ended', resolve));

  await cluster.killNats();
  await owners.call('session.endOthers', {});
  expect(await ended).toBe('signed-out');
  await owners.call('member.remove', { roomId, userId: out.id });
  await owners.call('member.add', { roomId, userIds: [comes.id] });
  await owners.call('message.send', { roomId, id: crypto.randomUUID(), text: 'among us' });
  await until('who came in reads it', () => arrivals.store.room(roomId)?.lastMessage?.text === 'among us');
  await until('who went out knows', () => outs.store.room(roomId)?.subscription?.left !== false);
  await arrivals.call('message.send', { roomId, id: crypto.randomUUID(), text: 'from the same node' });
  await cluster.startNats();
  note('door', { back_ms: await untilAllHearAll('all hear each other with NATS again') });
  expect(heardOut.filter((text) => text === 'among us' || text === 'from the same node')).toEqual([]);
});

test('a node is cut off from the bus', { timeout: patienceMs }, async () => {
  cluster.cutOff(1);
  note('cut', { away_ms: await untilAllHearAll('all hear each other, the node too') });
  await pause(awayMs);
  cluster.mend(1);
  note('cut', { back_ms: await untilAllHearAll('all hear each other') });
});

test('a node stands still: its people go elsewhere, and it does nothing stale when it wakes', {
  timeout: patienceMs,
}, async () => {
  const [henri, ida] = (await cluster.people('henri', 'ida')) as [Person, Person];
  const [frozen, elsewhere] = [await cluster.client(henri, 1), await cluster.client(await cluster.device(henri), 0)];
  const idas = await cluster.client(ida, 0);
  const roomId = crypto.randomUUID();
  await elsewhere.call('room.create', { id: roomId, kind: 'group', name: 'quiet', topic: '', userIds: [ida.id] });
  await until('the room is there', () => [frozen, elsewhere, idas].every(({ store }) => store.room(roomId)));
  const heard: string[] = [];
  frozen.on('message', ({ text }) => heard.push(text));
  const reason = new Promise((resolve) => frozen.on('ended', resolve));

  cluster.freeze(1);
  const frozenAt = performance.now();
  // It lies in the node's socket when the session is ended.
  frozen.send(roomId, { text: 'stale' });
  await pause(500);
  await elsewhere.call('session.endOthers', {});
  await elsewhere.call('message.send', { roomId, id: crypto.randomUUID(), text: 'not for the ended session' });
  note('still', { consistent_ms: await untilAllHearAll('all hear each other without the node') });
  await pause(Math.max(0, stillMs - (performance.now() - frozenAt)));
  cluster.thaw(1);
  expect(await reason).toBe('signed-out');
  note('still', { back_ms: await untilAllHearAll('all hear each other') });
  const { messages } = await idas.call('message.page', { roomId, limit: 50 });
  expect(messages.map(({ text }) => text)).not.toContain('stale');
  expect(messages.map(({ text }) => text)).toContain('not for the ended session');
  expect(heard).not.toContain('not for the ended session');
});

/** Something bad, and what mends it. */
const faults: readonly { name: string; begin(node: number): unknown; end(node: number): unknown }[] = [
  { name: 'node killed', begin: (node) => cluster.killNode(node), end: (node) => cluster.startNode(node) },
  { name: 'NATS killed', begin: () => cluster.killNats(), end: () => cluster.startNats() },
  { name: 'node cut off', begin: (node) => cluster.cutOff(node), end: (node) => cluster.mend(node) },
  { name: 'node stopped', begin: (node) => cluster.freeze(node), end: (node) => cluster.thaw(node) },
];

test(`${rounds} times something happens by chance, for as long as chance wants`, {
  timeout: patienceMs + rounds * 60_000,
}, async () => {
  const seed = Number(process.env['HONGYAN_SEED'] ?? Math.floor(Math.random() * 1_000_000_000));
  const random = new Random(seed);
  for (let round = 1; round <= rounds; round += 1) {
    const fault = random.pick(faults);
    const node = random.below(3);
    await fault.begin(node);
    await pause(random.below(8_000));
    await fault.end(node);
    await untilAllHearAll(`all hear each other after round ${round}: ${fault.name}, ${node} (HONGYAN_SEED=${seed})`);
  }
  note('chance', { rounds, seed });
});

test('after all that, nothing is lost, doubled or reordered anywhere', { timeout: patienceMs }, async () => {
  isSending = false;
  await sending;
  await until('nothing waits', () => clients.every(({ store }) => store.outbox().length === 0));
  const [latecomer] = (await cluster.people('latecomer')) as [Person];
  for (const roomId of roomIds) await clients[0]!.call('member.add', { roomId, userIds: [latecomer.id] });
  const fresh = await cluster.client(latecomer, 1);
  const lastSeqs = ({ store }: Client) => roomIds.map((id) => store.room(id)?.room.lastSeq).join();
  await until('all have caught up', () => clients.every((client) => lastSeqs(client) === lastSeqs(fresh)));
  const everywhere = await Promise.all([...clients, fresh].map((client) => countAt(client, roomIds, senders)));
  const { lost, doubled, reordered } = everywhere.reduce(add);
  process.stdout.write(`${JSON.stringify({ ...figures, sent: everywhere[0]!.sent, lost, doubled, reordered })}\n`);
  expect({ lost, doubled, reordered }).toEqual({ lost: 0, doubled: 0, reordered: 0 });
});
