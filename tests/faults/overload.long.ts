import { afterAll, beforeAll, expect, test } from 'vitest';
import { pause } from '../conformance/stage.ts';
import { none, report } from './count.ts';
import { type FloodDeps, HttpLines, socketLine, type Tally } from './flood.ts';
import { Ledger } from './ledger.ts';
import { isLong } from './length.ts';
import { LoneServer, type Person } from './lone-server.ts';

const floodMs = isLong ? 20_000 : 2_500;
/** Several times what two processors write. */
const perSecond = 20_000;
const socketCount = 400;
/** A client waits so long for an answer; those that are accepted come before. */
const longestMs = 30_000;
/** What 10,000 messages that wait, and the answers to them, may take. */
const mostMb = 900;

let server: LoneServer;
let people: Person[];
let roomIds: string[];

beforeAll(async () => {
  server = await LoneServer.open();
  people = await server.people(...Array.from({ length: 80 }, (_, index) => `众${index}`));
  const pairs = people.flatMap((person, index) => (index % 2 === 0 ? [[person, people[index + 1]!]] : []));
  roomIds = await Promise.all(pairs.map((pair) => server.group(pair)));
});
afterAll(() => server.close());

/** Sends at a steady rate, whatever becomes of it, then waits for all answers; and looks at the server's memory. */
async function flood(fault: string, ledger: Ledger, tally: Tally, send: (turn: number) => boolean): Promise<void> {
  const rss: number[] = [server.rssMb()];
  const startedAt = performance.now();
  let turn = 0;
  while (performance.now() - startedAt < floodMs) {
    const due = ((performance.now() - startedAt) / 1_000) * perSecond;
    for (; turn < due; turn += 1) if (!send(turn)) tally.heldBack += 1;
    if (performance.now() - startedAt > rss.length * 500) rss.push(server.rssMb());
    await pause(5);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const acceptedMeanwhile = ledger.accepted;
  const deadline = Date.now() + 60_000;
  while (ledger.refusals['unanswered'] && Date.now() < deadline) await pause(100);
  rss.push(server.rssMb());

  const { accepted, refusals } = ledger;
  const took = tally.tookMs.toSorted((a, b) => a - b);
  const quantile = (part: number) => Math.round(took[Math.floor(took.length * part)] ?? 0);
  const count = await ledger.count(server.db);
  const figures = {
    offered_per_s: Math.round(turn / seconds),
    accepted_per_s: Math.round(acceptedMeanwhile / seconds),
    accepted,
    refusals,
    held_back: tally.heldBack,
    p50_ms: quantile(0.5),
    p99_ms: quantile(0.99),
    rss_mb: rss,
  };
  expect(report(fault, count, figures)).toEqual(none);
  expect(Object.keys(refusals).filter((code) => code !== 'overloaded')).toEqual([]);
  expect(tally.withoutWait).toBe(0);
  expect(quantile(0.99)).toBeLessThan(longestMs);
  expect(Math.max(...rss)).toBeLessThan(mostMb);
}

/** After the flood it is as before. */
async function isWell(): Promise<boolean> {
  const { status } = await server.post(people[0]!, 'message.send', {
    roomId: roomIds[0],
    id: crypto.randomUUID(),
    text: 'well',
  });
  return status === 200;
}

const freshDeps = (): FloodDeps => {
  return { server, ledger: new Ledger(), tally: { tookMs: [], withoutWait: 0, heldBack: 0 } };
};

test('over sockets, more than can be written is refused in words', async () => {
  const deps = freshDeps();
  const lines = await Promise.all(
    Array.from({ length: socketCount }, (_, index) => socketLine(deps, people[index % people.length]!)),
  );
  const roomOf = (line: number) => roomIds[Math.floor((line % people.length) / 2)]!;
  await flood('overload over sockets', deps.ledger, deps.tally, (turn) => {
    const line = turn % lines.length;
    return lines[line]!.send(roomOf(line));
  });
  for (const line of lines) line.close();
  expect(await isWell()).toBe(true);
});

test('over HTTP, more than can be written is refused in words', async () => {
  const deps = freshDeps();
  const lines = await HttpLines.open(deps, 2_500);
  await flood('overload over HTTP', deps.ledger, deps.tally, (turn) => {
    const person = turn % people.length;
    return lines.send(people[person]!, roomIds[Math.floor(person / 2)]!);
  });
  lines.close();
  expect(await isWell()).toBe(true);
});
