import { isDeepStrictEqual } from 'node:util';
import { type Client, createClient } from '@hongyan/sdk';
import { uuidv7 } from 'uuidv7';
import { Asker } from '../load/asker.ts';
import { type Plan, range } from '../load/plan.ts';
import { type TappedNetwork, tapNetwork } from '../load/tapped-network.ts';
import { percentile } from '../load/verify.ts';
import { type RunningHongyan, startHongyan } from '../peers/hongyan.ts';
import { type Bench, type Line, round, type Scenario } from './scenario.ts';

const users = 20;
const reader = 0;
const toldBefore = 10;
/** The same question again, for a time that does not hang on one moment. */
const repeats = 15;
/** Read marks are gathered for a moment before they are written. */
const settleMs = 1_500;

/** `rooms` of the same people, in which `behind` changes are made while one of them is away. */
interface Absence {
  behind: number;
  rooms: number;
}

const absences: Absence[] = [
  { behind: 1_000, rooms: 20 },
  { behind: 50_000, rooms: 200 },
];

function planOf({ rooms }: Absence): Plan {
  return {
    scenario: 'catchup',
    users,
    rooms: range(rooms).map(() => range(users)),
    senders: [],
    inFlight: 0,
    perSecond: null,
    direct: false,
  };
}

/** What people do in one room: of ten changes seven are messages, the others change messages from before. */
async function live(writers: Asker[], roomId: string, told: string[][], changes: number): Promise<void> {
  for (let count = 0; count < changes; count += 1) {
    // Everybody does everything now and then, and nobody so often that they are told to wait.
    const index = (count + Math.floor(count / writers.length)) % writers.length;
    const writer = writers[index]!;
    const own = told[index]!;
    const kind = count % 10;
    if (kind === 3) await writer.ask('message.edit', { roomId, id: own[0]!, text: `edited for the ${count}. time` });
    else if (kind === 6) {
      const on = Math.floor(count / 100) % 2 === 0;
      await writer.ask('message.react', { roomId, id: told[1]![0]!, emoji: '👍', on });
    } else if (kind === 9 && own.length > 1) await writer.ask('message.recall', { roomId, id: own.pop()! });
    else own.push(await say(writer, roomId, `number ${count} while you were away 雁`));
  }
}

async function say(writer: Asker, roomId: string, text: string): Promise<string> {
  const id = uuidv7();
  await writer.ask('message.send', { roomId, id, text });
  return id;
}

/** Shows all that there is, as far back as the rooms go. */
async function look(client: Client, roomIds: readonly string[]): Promise<void> {
  for (const roomId of roomIds) {
    client.store.subscribe(`timeline:${roomId}`, () => {});
    await client.history.open(roomId);
    while (client.store.timeline(roomId).hasOlder) await client.history.loadOlder(roomId);
    await client.loadMembers(roomId);
  }
}

/** In how many things two clients of one user differ. */
function differences(one: Client, other: Client, roomIds: readonly string[]): number {
  const views = (client: Client) => [
    client.store.self(),
    client.store.settings(),
    client.store.contacts(),
    client.store.saved(),
    client.store.totalUnread(),
    client.store.rooms(),
    ...roomIds.flatMap((roomId) => [client.store.timeline(roomId).messages, client.store.members(roomId)]),
  ];
  const others = views(other);
  return views(one).filter((view, index) => !isDeepStrictEqual(view, others[index])).length;
}

async function untilOnline(client: Client): Promise<void> {
  if (client.connection.get().state === 'online') return;
  await new Promise<void>((resolve) => {
    const stop = client.connection.subscribe(() => {
      if (client.connection.get().state !== 'online') return;
      stop();
      resolve();
    });
  });
}

const headOf = (client: Client, roomIds: readonly string[]) =>
  roomIds.reduce((sum, roomId) => sum + (client.store.room(roomId)?.room.rev ?? 0), 0);

/** One is away while the others go on; then they come back, and hold what one who is new here gets. */
async function comeBack(running: RunningHongyan, network: TappedNetwork, absence: Absence): Promise<Line> {
  const { url, tokens, roomIds } = running;
  const writers = await Promise.all(tokens.slice(1).map((token) => Asker.open(running.endpoint, token)));
  const told = new Map<string, string[][]>();
  for (const roomId of roomIds) {
    const own = writers.map((): string[] => []);
    told.set(roomId, own);
    for (const index of range(toldBefore)) own[index]!.push(await say(writers[index]!, roomId, 'from before'));
  }
  const client = createClient({ url, token: tokens[reader]! });
  client.start();
  await client.synced();
  await look(client, roomIds);

  network.cut();
  const held = headOf(client, roomIds);
  const each = absence.behind / roomIds.length;
  // So many rooms at once that everybody keeps within what one connection may ask at once.
  const rooms = [...told];
  const next = async () => {
    for (let room = rooms.pop(); room; room = rooms.pop())
      await live(writers.slice(0, toldBefore), room[0], room[1], each);
  };
  await Promise.all(range(100).map(next));
  await new Promise((resolve) => setTimeout(resolve, settleMs));

  network.mend();
  network.forget();
  const startedAt = performance.now();
  client.reconnect();
  await untilOnline(client);
  const backMs = performance.now() - startedAt;
  const answered = [...network.answered];

  const fresh = createClient({ url, token: tokens[reader]! });
  fresh.start();
  await fresh.synced();
  await look(fresh, roomIds);
  const wrong = differences(client, fresh, roomIds);
  const missed = headOf(fresh, roomIds) - held;
  client.stop();
  fresh.stop();

  const again = await ask(
    running,
    answered.map(({ text }) => text),
  );
  for (const writer of writers) writer.close();
  return {
    behind: absence.behind,
    rooms: absence.rooms,
    revisions: missed,
    round_trips: answered.length,
    kb: Math.round(answered.reduce((sum, { bytes }) => sum + bytes, 0) / 1024),
    back_ms: round(backMs),
    first_ms: round(answered.reduce((sum, { ms }) => sum + ms, 0)),
    server_ms: percentile(again, 0.5),
    max_ms: percentile(again, 1),
    wrong,
  };
}

/** Asks again what was asked, and sums the times of each repeat. Ascending. */
async function ask(running: RunningHongyan, frames: string[]): Promise<Float64Array> {
  const asker = await Asker.open(running.endpoint, running.tokens[reader]!);
  const sums: number[] = [];
  for (let count = 0; count < repeats; count += 1) {
    let sum = 0;
    for (const frame of frames) {
      const { op, args } = JSON.parse(frame) as { op: 'sync'; args: Parameters<typeof asker.ask<'sync'>>[1] };
      sum += (await asker.ask(op, args)).ms;
    }
    sums.push(sum);
  }
  asker.close();
  return Float64Array.from(sums).sort();
}

async function measure({ database }: Bench, absence: Absence): Promise<Line> {
  const network = tapNetwork();
  const running = await startHongyan(planOf(absence), database);
  try {
    return await comeBack(running, network, absence);
  } finally {
    await running.stop();
  }
}

export const catchup: Scenario = {
  name: 'catchup',
  about: 'one client comes back to 1,000 and to 50,000 changes, over the real SDK',
  servers: ['hongyan'],
  variant: 'behind',
  columns: [
    { field: 'behind', title: 'changes' },
    { field: 'rooms', title: 'rooms' },
    { field: 'round_trips', title: 'round trips' },
    { field: 'kb', title: 'KB' },
    { field: 'server_ms', title: 'server ms' },
    { field: 'max_ms', title: 'max ms' },
    { field: 'back_ms', title: 'until all is shown, ms' },
    { field: 'wrong', title: 'wrong' },
  ],
  ratio: null,
  begin: (bench) => async () => {
    const lines: Line[] = [];
    for (const absence of absences) lines.push(await measure(bench, absence));
    return lines;
  },
};
