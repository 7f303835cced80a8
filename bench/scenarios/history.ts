import type { CommandArgs, MessagePage } from '@hongyan/protocol';
import pg from 'pg';
import { Asker } from '../load/asker.ts';
import { type Plan, range } from '../load/plan.ts';
import { usageOf } from '../load/processes.ts';
import { percentile } from '../load/verify.ts';
import { startHongyan } from '../peers/hongyan.ts';
import { type Line, round, type Scenario } from './scenario.ts';

const size = 1_000_000;
const members = 50;
/** What the SDK asks for: a whole page first, then half of one at a time. */
const [first, next] = [100, 50];
const scrolled = 200;
const jumps = 100;
/** The first asks find a server that has not run this code yet; people meet one that has. */
const warmUps = 20;

const plan: Plan = {
  scenario: 'history',
  users: members,
  rooms: [range(members)],
  senders: [],
  inFlight: 0,
  perSecond: null,
  direct: false,
};

/** Every hundredth message is an answer to an old one. */
const fill = `
  insert into messages (room_id, seq, id, rev, author_id, body, created_at, sent_hash, reply_to)
  select $1, n, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, n, ($2::uuid[])[1 + n % ${members}],
    'message ' || n || ': the wild goose carries the letter, 鸿雁传书', $3::bigint + n * 1000, '\\x00',
    case when n % 100 = 0 then ('00000000-0000-7000-8000-' || lpad(to_hex(n / 2), 12, '0'))::uuid end
  from generate_series(1, $4::int) n`;
const startsAt = Date.UTC(2020, 0, 1);

async function fillRoom(url: string, roomId: string, userIds: string[]): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(fill, [roomId, userIds, startsAt, size]);
  await admin.query('update rooms set last_seq = $2, rev = $2, last_at = $3 where id = $1', [
    roomId,
    size,
    startsAt + size * 1000,
  ]);
  await admin.query('vacuum analyze');
  await admin.query('checkpoint');
  await admin.end();
}

/** How many messages of a page are not those that belong between two places. */
function wrongOf({ messages, users, related }: MessagePage, low: number, high: number): number {
  const wrong = messages.filter((message, index) => {
    const seq = low + index;
    const quoted = seq % 100 !== 0 || message.replyTo === null || related.some(({ id }) => id === message.replyTo);
    const known = users.some(({ id }) => id === message.authorId);
    return message.seq !== seq || !message.text.startsWith(`message ${seq}:`) || !known || !quoted;
  });
  return wrong.length + Math.abs(high - low + 1 - messages.length);
}

/** Opens the room, scrolls both ways, jumps about, and checks every page. */
async function browse(asker: Asker, roomId: string, pids: readonly number[]): Promise<Line> {
  const times: Record<string, number[]> = { open: [], older: [], newer: [], around: [], at: [] };
  let wrong = 0;
  const page = async (kind: string, place: Omit<CommandArgs<'message.page'>, 'roomId'>, low: number, high: number) => {
    const { result, ms } = await asker.ask('message.page', { roomId, ...place });
    wrong += wrongOf(result, low, high);
    times[kind]!.push(ms);
  };
  for (let count = 0; count < warmUps; count += 1) await asker.ask('message.page', { roomId, limit: first });
  const before = usageOf(pids);
  await page('open', { limit: first }, size - first + 1, size);
  for (let count = 0, place = size - first + 1; count < scrolled; count += 1, place -= next) {
    await page('older', { before: place, limit: next }, place - next, place - 1);
  }
  const middle = size / 2;
  await page('around', { around: middle, limit: first }, middle - first / 2, middle + first / 2 - 1);
  for (let count = 0, after = middle + first / 2 - 1; count < scrolled; count += 1, after += next) {
    await page('newer', { after, limit: next }, after + 1, after + next);
  }
  for (let count = 0; count < jumps; count += 1) {
    // Spread over the whole room, and never near a place that was read before.
    const place = 1_000 + ((count * 617_371) % (size - 2_000));
    const [low, high] = [place - first / 2, place + first / 2 - 1];
    await page('around', { around: place, limit: first }, low, high);
    const away = 1_000 + ((count * 402_653) % (size - 2_000));
    await page('at', { at: startsAt + away * 1000, limit: first }, away - first / 2, away + first / 2 - 1);
  }
  const cpuS = usageOf(pids).cpuSeconds - before.cpuSeconds;
  const all = Float64Array.from(Object.values(times).flat()).sort();
  const slowest = Object.entries(times).map(([kind, own]) => [`${kind}_max_ms`, round(Math.max(...own))]);
  return {
    pages: all.length,
    p50_ms: percentile(all, 0.5),
    p95_ms: percentile(all, 0.95),
    p99_ms: percentile(all, 0.99),
    max_ms: round(all.at(-1) ?? 0),
    cpu_ms: round((cpuS / all.length) * 1000, 2),
    ...(Object.fromEntries(slowest) as Record<string, number>),
    wrong,
  };
}

export const history: Scenario = {
  name: 'history',
  about: 'a room of 1,000,000 messages: opened, scrolled both ways, jumped to places and times all over it',
  servers: ['hongyan'],
  columns: [
    { field: 'pages', title: 'pages' },
    { field: 'p50_ms', title: 'p50 ms' },
    { field: 'p95_ms', title: 'p95 ms' },
    { field: 'max_ms', title: 'max ms' },
    { field: 'cpu_ms', title: 'CPU ms each' },
    { field: 'open_max_ms', title: 'open' },
    { field: 'older_max_ms', title: 'older, max' },
    { field: 'newer_max_ms', title: 'newer, max' },
    { field: 'around_max_ms', title: 'place, max' },
    { field: 'at_max_ms', title: 'time, max' },
    { field: 'wrong', title: 'wrong' },
  ],
  ratio: null,
  begin:
    ({ database }) =>
    async () => {
      const running = await startHongyan(plan, database);
      try {
        const [roomId] = running.roomIds;
        await fillRoom(running.databaseUrl, roomId!, running.userIds);
        const asker = await Asker.open(running.endpoint, running.tokens[0]!);
        const line = await browse(asker, roomId!, running.pids);
        asker.close();
        return [line];
      } finally {
        await running.stop();
      }
    },
};
